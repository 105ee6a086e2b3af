import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  namespaceNameSchema,
  type Environment,
} from '@pilothouse/plugin-release-common';
import * as z from 'zod';

const KEY = 'release.provision';

/** `500m`, `16Gi`, `50`: an amount as Kubernetes has it. */
const quantity = z
  .union([z.string(), z.number().transform(String)])
  .pipe(
    z
      .string()
      .regex(
        /^\d+(\.\d+)?(m|[kMGTPE]|[KMGTPE]i)?$/,
        'has to be an amount such as 500m, 16Gi or 50',
      ),
  );
const amounts = z.record(
  z
    .string()
    .regex(/^[a-z][a-z0-9./-]{0,100}$/, 'has to be the name of a resource'),
  quantity,
);

const defaultsSchema = z.strictObject({
  requests: amounts.default({ cpu: '100m', memory: '128Mi' }),
  limits: amounts.default({ memory: '512Mi' }),
});

const provisionSchema = z.strictObject({
  pullSecret: z
    .strictObject({
      namespace: namespaceNameSchema,
      name: z
        .string()
        .regex(
          /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
          'has to be the name of a Secret',
        ),
    })
    .optional(),
  ingressFrom: z.array(namespaceNameSchema).max(20).default([]),
  quota: z.record(z.string(), amounts).default({}),
  containers: defaultsSchema.prefault({}),
});

/** Room for a handful of services; no way around the gateway. */
const HOUSE_QUOTA = {
  'requests.cpu': '8',
  'requests.memory': '16Gi',
  'limits.memory': '32Gi',
  pods: '60',
  persistentvolumeclaims: '10',
  'services.loadbalancers': '0',
  'services.nodeports': '0',
};

/** What every namespace of a service gets. */
export interface ProvisionConfig {
  /** Where the pull secret is on each cluster; its copies have its name. */
  pullSecret?: { namespace: string; name: string };
  /** Namespaces whose pods may call those of services: gateway and monitoring. */
  ingressFrom: readonly string[];
  /** Of containers that ask for nothing themselves. */
  containers: {
    requests: Readonly<Record<string, string>>;
    limits: Readonly<Record<string, string>>;
  };
  /** Hard limits of the namespaces of an environment. */
  quotaOf(environment: string): Readonly<Record<string, string>>;
}

/**
 * Reads and checks `release.provision`.
 *
 * @throws InputError that names the key and says what it has to be
 */
export function readProvisionConfig(
  config: Config,
  environments: readonly Environment[],
): ProvisionConfig {
  const result = provisionSchema.safeParse(config.getOptional(KEY) ?? {});
  if (!result.success) {
    const [{ path, message }] = result.error.issues;
    throw new InputError(
      `Configuration ${[KEY, ...path].join('.')} is wrong: ${message}`,
    );
  }
  const { quota, ...rest } = result.data;
  const names = environments.map(({ name }) => name);
  const unknown = Object.keys(quota).find(
    name => name !== 'default' && !names.includes(name),
  );
  if (unknown !== undefined) {
    throw new InputError(
      `Configuration ${KEY}.quota names "${unknown}", which is none of default, ${names.join(
        ', ',
      )}`,
    );
  }
  const { default: house = HOUSE_QUOTA } = quota;
  return { ...rest, quotaOf: environment => quota[environment] ?? house };
}
