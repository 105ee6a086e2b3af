import * as z from 'zod';

/** A stage of promotion and the clusters that serve it, in order of rollout. From `pilothouse.environments`. */
export const environmentSchema = z.object({
  name: z.string(),
  protected: z.boolean(),
  clusters: z.array(z.string()),
});
export type Environment = z.infer<typeof environmentSchema>;

/** Environment, cluster and namespace: where a workload lives. */
export const targetSchema = z.object({
  environment: z.string(),
  cluster: z.string(),
  namespace: z.string(),
});
export type Target = z.infer<typeof targetSchema>;

/** A target and the name of the release Deployment on it. */
export const workloadKeySchema = targetSchema.extend({ name: z.string() });
export type WorkloadKey = z.infer<typeof workloadKeySchema>;

/** `prod/prod-beijing/order` */
export function targetId(target: Target): string {
  return [target.environment, target.cluster, target.namespace].join('/');
}

/** `prod/prod-beijing/order/order-api` */
export function workloadId(key: WorkloadKey): string {
  return `${targetId(key)}/${key.name}`;
}

/**
 * Names of environments and clusters: whatever a configuration calls them (`gke_shop_asia-east1_prod`) that stands in
 * one segment of a path.
 */
const CONFIGURED_NAME = /^[A-Za-z0-9][A-Za-z0-9._:@-]{0,252}$/;

/** Names of namespaces and Deployments: DNS subdomains, as Kubernetes has them. */
const OBJECT_NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** Whether an environment or a cluster can be called so: the name is part of ids and paths. */
export function isConfiguredName(name: string): boolean {
  return CONFIGURED_NAME.test(name);
}

/** @returns `undefined` for whatever is no id of a workload */
export function parseWorkloadId(id: string): WorkloadKey | undefined {
  const parts = id.split('/');
  if (parts.length !== 4) return undefined;
  const [environment, cluster, namespace, name] = parts;
  const valid =
    [environment, cluster].every(isConfiguredName) &&
    [namespace, name].every(part => OBJECT_NAME.test(part));
  return valid ? { environment, cluster, namespace, name } : undefined;
}
