import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { isConfiguredName } from '@pilothouse/plugin-release-common';
import * as z from 'zod';

/** Of a namespace: a DNS label, with stars. */
const namespacePattern = z
  .string()
  .regex(
    /^[a-z0-9*]([a-z0-9*-]{0,61}[a-z0-9*])?$/,
    'has to be the name of a namespace, in which * may stand for any characters',
  );

const configuredName = z
  .string()
  .refine(
    isConfiguredName,
    'has to begin with a letter or digit and consist of letters, digits and . _ : @ -',
  );

const ownerPattern = z
  .string()
  .regex(
    /^[a-z*]+:[a-z0-9*._-]+\/[a-z0-9*._-]+$/i,
    'has to be a full entity reference such as group:default/team-order, in which * may stand for any characters',
  )
  .transform(ref => ref.toLocaleLowerCase('en-US'));

const environmentConfig = z.object({
  name: configuredName,
  protected: z.boolean().default(false),
  clusters: z.array(configuredName).min(1, 'has to name a cluster'),
  namespaces: z
    .array(namespacePattern)
    .min(1, 'has to name a namespace, or be left out')
    .optional(),
});

const namespaceConfig = z.object({
  environment: z.string(),
  cluster: z.string().optional(),
  namespace: namespacePattern,
  owners: z.array(ownerPattern).min(1, 'has to name an owner'),
});

/** One of `pilothouse.environments`. */
export type EnvironmentConfig = z.infer<typeof environmentConfig>;
/** One of `pilothouse.namespaces`. */
export type NamespaceConfig = z.infer<typeof namespaceConfig>;

export interface ReleaseConfig {
  environments: readonly EnvironmentConfig[];
  namespaces: readonly NamespaceConfig[];
}

/** `pilothouse.environments[1].clusters` */
function keyOf(path: readonly PropertyKey[]): string {
  const steps = path.map(step =>
    typeof step === 'number' ? `[${step}]` : `.${String(step)}`,
  );
  return `pilothouse${steps.join('')}`;
}

function refuse(path: readonly PropertyKey[], why: string): never {
  throw new InputError(`Configuration ${keyOf(path)} ${why}`);
}

function checkEnvironments(environments: readonly EnvironmentConfig[]) {
  const names = new Set<string>();
  /** Which environment has a cluster to itself but for the guests. */
  const hosts = new Map<string, string>();
  for (const [index, environment] of environments.entries()) {
    const at = ['environments', index];
    if (names.has(environment.name)) {
      refuse([...at, 'name'], `"${environment.name}" is there twice`);
    }
    names.add(environment.name);
    const repeated = environment.clusters.find(
      (cluster, place) => environment.clusters.indexOf(cluster) !== place,
    );
    if (repeated !== undefined) {
      refuse([...at, 'clusters'], `names "${repeated}" twice`);
    }
    if (environment.namespaces) continue;
    for (const cluster of environment.clusters) {
      const host = hosts.get(cluster);
      if (host !== undefined) {
        refuse(
          [...at, 'clusters'],
          `names "${cluster}", which belongs to "${host}": give one of the two its namespaces`,
        );
      }
      hosts.set(cluster, environment.name);
    }
  }
}

function checkNamespaces({ environments, namespaces }: ReleaseConfig) {
  for (const [index, { environment, cluster }] of namespaces.entries()) {
    const known = environments.find(({ name }) => name === environment);
    if (!known) {
      const names = environments.map(({ name }) => name).join(', ');
      refuse(
        ['namespaces', index, 'environment'],
        `"${environment}" is none of the environments: ${
          names || 'there are none'
        }`,
      );
    }
    if (cluster !== undefined && !known.clusters.includes(cluster)) {
      refuse(
        ['namespaces', index, 'cluster'],
        `"${cluster}" is no cluster of ${environment}: ${known.clusters.join(
          ', ',
        )}`,
      );
    }
  }
}

/**
 * Reads and checks `pilothouse.environments` and `pilothouse.namespaces`.
 *
 * @throws InputError that names the key and says what it has to be
 */
export function readReleaseConfig(config: Config): ReleaseConfig {
  const section = z
    .object({
      environments: z.array(environmentConfig).default([]),
      namespaces: z.array(namespaceConfig).default([]),
    })
    .safeParse({
      environments: config.getOptional('pilothouse.environments'),
      namespaces: config.getOptional('pilothouse.namespaces'),
    });
  if (!section.success) {
    const [issue] = section.error.issues;
    refuse(issue.path, `is wrong: ${issue.message}`);
  }
  checkEnvironments(section.data.environments);
  checkNamespaces(section.data);
  return section.data;
}
