import * as z from 'zod';

/** Kinds of manifests that are understood, of OCI and of Docker. */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

export const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** More than an image of a person's making has. */
const MOST_PARTS = 1_000;
const MOST_PLATFORMS = 20;

const size = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

const descriptorSchema = z.object({
  mediaType: z.string().max(255).catch(''),
  digest: digestSchema,
  size,
});
export type Descriptor = z.infer<typeof descriptorSchema>;

const word = z
  .string()
  .max(64)
  .regex(/^[\w.-]+$/);
const platformSchema = z.object({
  os: word,
  architecture: word,
  variant: word.optional().catch(undefined),
});
type Platform = z.infer<typeof platformSchema>;

const annotationsSchema = z
  .object({
    'org.opencontainers.image.created': z.string().max(64).optional(),
  })
  .optional()
  .catch(undefined)
  .transform(annotations => annotations?.['org.opencontainers.image.created']);

const indexSchema = z
  .object({
    manifests: z
      .array(
        descriptorSchema.extend({
          platform: platformSchema.optional().catch(undefined),
        }),
      )
      .max(MOST_PARTS),
    annotations: annotationsSchema,
  })
  .transform(({ manifests, annotations }) => ({
    kind: 'index' as const,
    manifests,
    created: annotations,
  }));

const imageSchema = z
  .object({
    config: descriptorSchema,
    layers: z.array(z.object({ size })).max(MOST_PARTS),
    annotations: annotationsSchema,
  })
  .transform(({ config, layers, annotations }) => ({
    kind: 'image' as const,
    config,
    sizeBytes: layers.reduce((sum, layer) => sum + layer.size, config.size),
    created: annotations,
  }));

const manifestSchema = z.union([indexSchema, imageSchema]);
export type Manifest = z.infer<typeof manifestSchema>;

const configSchema = z.object({
  created: z.string().max(64).optional().catch(undefined),
  os: word.optional().catch(undefined),
  architecture: word.optional().catch(undefined),
  variant: word.optional().catch(undefined),
});
export type ImageConfig = z.infer<typeof configSchema>;

/** @returns `undefined` for what is none of the kinds */
export function parseManifest(body: Buffer): Manifest | undefined {
  return parse(manifestSchema, body);
}

/** @returns `undefined` for what is no configuration of an image */
export function parseImageConfig(body: Buffer): ImageConfig | undefined {
  return parse(configSchema, body);
}

function parse<T>(schema: z.ZodType<T>, body: Buffer): T | undefined {
  try {
    return schema.safeParse(JSON.parse(body.toString())).data;
  } catch {
    return undefined;
  }
}

/** `linux/arm64/v8`; nothing where the parts are unknown, as those of attestations are. */
export function platformName(
  platform: Partial<Platform> | undefined,
): string | undefined {
  const { os, architecture, variant } = platform ?? {};
  if (!os || !architecture) return undefined;
  if (os === 'unknown' || architecture === 'unknown') return undefined;
  return [os, architecture, variant].filter(Boolean).join('/');
}

/** The platforms of an index, each once. */
export function platformsOf(index: Extract<Manifest, { kind: 'index' }>) {
  const names = index.manifests.flatMap(
    ({ platform }) => platformName(platform) ?? [],
  );
  return [...new Set(names)].slice(0, MOST_PLATFORMS);
}

/** The image of an index whose size and age stand for all: that of most servers, or else the first. */
export function typicalImage(
  index: Extract<Manifest, { kind: 'index' }>,
): Descriptor | undefined {
  const images = index.manifests.filter(({ platform }) =>
    platform ? platformName(platform) : true,
  );
  const usual = images.find(
    ({ platform }) => platformName(platform) === 'linux/amd64',
  );
  return usual ?? images.at(0);
}

/** Before this there were no images; builds that repeat exactly say 1970, or the year 1. */
const FIRST_IMAGES = Date.parse('2013-01-01T00:00:00Z');

/** A time that somebody wrote down, if it can be true. */
export function instantOf(text: string | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  if (!(time >= FIRST_IMAGES && time < 4e12)) return undefined;
  return new Date(time).toISOString();
}
