import { parseImage, type Image } from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import type { Deployment } from '../workload/objects';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** As long as annotations can be. */
const LONGEST = 262_144;

const manifestSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.array(
          z.object({ name: z.string(), image: z.string().optional() }),
        ),
      }),
    }),
  }),
});

/** The image that `kubectl apply` set last, which the next one sets again; missing where nobody applies. */
export function lastAppliedImage(
  deployment: Deployment,
  container: string,
): Image | undefined {
  const text = deployment.metadata?.annotations?.[LAST_APPLIED];
  if (!text || text.length > LONGEST) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Anybody can write there; what is no manifest, nobody applies.
    return undefined;
  }
  const manifest = manifestSchema.safeParse(json);
  const image = manifest.data?.spec.template.spec.containers.find(
    ({ name }) => name === container,
  )?.image;
  return image ? parseImage(image) : undefined;
}
