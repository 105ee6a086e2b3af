import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import * as z from 'zod';

/** The host part of an image reference: a name or an address, with a port where it has one. */
const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;

const address = z
  .string()
  .transform((text, context) => {
    const url = URL.parse(text);
    const fits =
      url &&
      (url.protocol === 'https:' || url.protocol === 'http:') &&
      !url.username &&
      !url.password &&
      !url.search &&
      !url.hash;
    if (fits) return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
    // Never the text itself: somebody may have put a password into it.
    context.addIssue(
      'has to be an http or https address without credentials, such as https://registry.example.com',
    );
    return z.NEVER;
  })
  .describe('without a slash at its end');

const host = z
  .string()
  .toLowerCase()
  .regex(
    HOST,
    'has to be a host as it stands in images, such as registry.example.com:5000',
  );

const registryConfig = z
  .object({
    host,
    url: address.optional(),
    username: z.string().min(1).max(1000).optional(),
    password: z.string().min(1).max(16_384).optional(),
    tokenHosts: z.array(host).default([]),
    clusters: z.array(z.string()).min(1, 'has to name a cluster').optional(),
    harbor: z.object({ url: address }).strict().optional(),
  })
  .strict()
  .refine(
    ({ username, password }) =>
      (username === undefined) === (password === undefined),
    { message: 'needs both username and password, or neither' },
  )
  .transform(({ url, ...rest }) => ({
    ...rest,
    url: url ?? `https://${rest.host}`,
  }));

/** One of `release.registries`. */
export type RegistryConfig = z.infer<typeof registryConfig>;

function keyOf(path: readonly PropertyKey[]): string {
  return path
    .map(step => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
}

/** Two registries of one host have to share the clusters between them. */
function checkTwice(registries: readonly RegistryConfig[]): void {
  const seen = new Set<string>();
  for (const [index, registry] of registries.entries()) {
    for (const cluster of registry.clusters ?? [undefined]) {
      const key = JSON.stringify([registry.host, cluster]);
      if (seen.has(key)) {
        throw new InputError(
          `Configuration release.registries[${index}] is the second for ${
            registry.host
          }${cluster === undefined ? '' : ` and the cluster ${cluster}`}`,
        );
      }
      seen.add(key);
    }
  }
}

/**
 * Reads and checks `release.registries`.
 *
 * @throws InputError that names the key and says what it has to be, without its value
 */
export function readRegistries(config: Config): RegistryConfig[] {
  const section = z
    .array(registryConfig)
    .safeParse(config.getOptional('release.registries') ?? []);
  if (!section.success) {
    const [issue] = section.error.issues;
    throw new InputError(
      `Configuration release.registries${keyOf(issue.path)} is wrong: ${
        issue.message
      }`,
    );
  }
  checkTwice(section.data);
  return section.data;
}
