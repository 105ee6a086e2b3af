import type { Deployment } from '../workload/objects';

/** What the pods of a template read of their namespace. */
export interface ConfigReferences {
  configMaps: string[];
  secrets: string[];
}

type Template = NonNullable<Deployment['spec']>['template'];

/** Names of the ConfigMaps and Secrets that a pod template reads: whole, by key, as files. */
export function configReferences(
  template: Template | undefined,
): ConfigReferences {
  const configMaps = new Set<string>();
  const secrets = new Set<string>();
  const add = (names: Set<string>, name: string | undefined) => {
    if (name) names.add(name);
  };
  const {
    containers = [],
    initContainers = [],
    volumes = [],
  } = template?.spec ?? {};
  for (const { env = [], envFrom = [] } of [...initContainers, ...containers]) {
    for (const { configMapRef, secretRef } of envFrom) {
      add(configMaps, configMapRef?.name);
      add(secrets, secretRef?.name);
    }
    for (const { valueFrom } of env) {
      add(configMaps, valueFrom?.configMapKeyRef?.name);
      add(secrets, valueFrom?.secretKeyRef?.name);
    }
  }
  for (const { configMap, secret, projected } of volumes) {
    add(configMaps, configMap?.name);
    add(secrets, secret?.secretName);
    for (const source of projected?.sources ?? []) {
      add(configMaps, source.configMap?.name);
      add(secrets, source.secret?.name);
    }
  }
  return { configMaps: [...configMaps].sort(), secrets: [...secrets].sort() };
}
