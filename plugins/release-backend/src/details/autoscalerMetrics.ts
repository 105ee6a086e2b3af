import type { WatchedKinds } from '@pilothouse/plugin-clusters-node';

type Autoscaler = WatchedKinds['horizontalpodautoscalers'];

interface Value {
  averageUtilization?: number;
  averageValue?: string;
  value?: string;
}

function valueText(value: Value | undefined): string | undefined {
  if (value?.averageUtilization !== undefined) {
    return `${value.averageUtilization} %`;
  }
  return value?.averageValue ?? value?.value;
}

/**
 * What an autoscaler steers by, each as `cpu 43 % of 70 %`; `?` where the cluster has not measured it.
 */
export function autoscalerMetrics(autoscaler: Autoscaler): string[] {
  const measured = autoscaler.status?.currentMetrics ?? [];
  return (autoscaler.spec?.metrics ?? []).map(metric => {
    const { resource, containerResource, pods, object, external } = metric;
    let name = metric.type;
    let target: Value | undefined;
    let current: Value | undefined;
    if (resource) {
      name = resource.name;
      target = resource.target;
      current = measured.find(({ resource: now }) => now?.name === name)
        ?.resource?.current;
    } else if (containerResource) {
      const { container } = containerResource;
      name = containerResource.name;
      target = containerResource.target;
      current = measured.find(
        ({ containerResource: now }) =>
          now?.name === name && now.container === container,
      )?.containerResource?.current;
    } else if (pods) {
      name = pods.metric.name;
      target = pods.target;
      current = measured.find(({ pods: now }) => now?.metric.name === name)
        ?.pods?.current;
    } else if (object) {
      name = object.metric.name;
      target = object.target;
      current = measured.find(({ object: now }) => now?.metric.name === name)
        ?.object?.current;
    } else if (external) {
      name = external.metric.name;
      target = external.target;
      current = measured.find(({ external: now }) => now?.metric.name === name)
        ?.external?.current;
    }
    return `${name} ${valueText(current) ?? '?'} of ${
      valueText(target) ?? '?'
    }`.slice(0, 200);
  });
}
