import type { KubeObject } from '../types';
import { name, text, type Column } from './column';
import { listAt, textAt } from './read';

/** The columns of metrics-server's two kinds; `usage` finds one resource of an object. */
function metricColumns(
  usage: (object: KubeObject, resource: 'cpu' | 'memory') => string,
): Column[] {
  const quantity = (resource: 'cpu' | 'memory') => ({
    ...text(resource, '', object => usage(object, resource)),
    format: 'quantity',
  });
  return [
    { ...name, description: 'Name of the resource' },
    quantity('cpu'),
    quantity('memory'),
    {
      ...text('Window', '', object => textAt(object, 'window') ?? ''),
      format: 'duration',
    },
  ];
}

export const nodeMetrics: Column[] = metricColumns(
  (object, resource) => textAt(object, `usage.${resource}`) ?? '0',
);

const UNITS = { cpu: 'n', memory: 'Ki' } as const;

/** Usage is reported per container, in nanocores and kibibytes. */
export const podMetrics: Column[] = metricColumns((object, resource) => {
  const amounts = listAt(object, 'containers').map(container =>
    Number.parseInt(textAt(container, `usage.${resource}`) ?? '0', 10),
  );
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  return total ? `${total}${UNITS[resource]}` : '0';
});
