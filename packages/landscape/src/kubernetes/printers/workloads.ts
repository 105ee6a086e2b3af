import type { KubeObject } from '../types';
import { age, integer, name, text, wide, type Column } from './column';
import { humanDuration, since } from './duration';
import {
  conditionAt,
  fieldsAt,
  listAt,
  numberAt,
  textAt,
  valueAt,
} from './read';
import { formatLabels, formatSelector } from './selector';

/** The columns Containers and Images of a kind whose pod template is at `template`. */
function templateColumns(template: string): Column[] {
  const each = (object: KubeObject, field: string) =>
    listAt(object, `${template}.spec.containers`)
      .map(container => textAt(container, field) ?? '')
      .join(',');
  return [
    wide(
      text('Containers', 'Names of the containers in the template.', object =>
        each(object, 'name'),
      ),
    ),
    wide(
      text('Images', 'Images of the containers in the template.', object =>
        each(object, 'image'),
      ),
    ),
  ];
}

function selectorColumn(path: string): Column {
  return wide(
    text(
      'Selector',
      'Label selector of the pods that belong to the object.',
      object => formatSelector(fieldsAt(object, path)) || '<none>',
    ),
  );
}

function readyOfDesired(object: KubeObject): string {
  return `${numberAt(object, 'status.readyReplicas')}/${numberAt(
    object,
    'spec.replicas',
  )}`;
}

const ready = text(
  'Ready',
  'Pods that are ready, of those wanted.',
  readyOfDesired,
);

function count(columnName: string, description: string, path: string): Column {
  return integer(columnName, description, object => numberAt(object, path));
}

export const deployments: Column[] = [
  name,
  ready,
  // The server calls these two texts, although their cells are numbers.
  text('Up-to-date', 'Pods that have the present template.', object =>
    numberAt(object, 'status.updatedReplicas'),
  ),
  text('Available', 'Pods that were ready for minReadySeconds.', object =>
    numberAt(object, 'status.availableReplicas'),
  ),
  age,
  ...templateColumns('spec.template'),
  selectorColumn('spec.selector'),
];
export const replicaSets: Column[] = [
  name,
  count('Desired', 'Pods that are wanted.', 'spec.replicas'),
  count('Current', 'Pods that exist.', 'status.replicas'),
  count('Ready', 'Pods that are ready.', 'status.readyReplicas'),
  age,
  ...templateColumns('spec.template'),
  selectorColumn('spec.selector'),
];

export const statefulSets: Column[] = [
  name,
  ready,
  age,
  ...templateColumns('spec.template'),
];

export const daemonSets: Column[] = [
  name,
  count(
    'Desired',
    'Nodes that should run the pod.',
    'status.desiredNumberScheduled',
  ),
  count(
    'Current',
    'Nodes that should run the pod and do.',
    'status.currentNumberScheduled',
  ),
  count('Ready', 'Nodes on which the pod is ready.', 'status.numberReady'),
  count(
    'Up-to-date',
    'Nodes that run the present template.',
    'status.updatedNumberScheduled',
  ),
  count(
    'Available',
    'Nodes on which the pod is available.',
    'status.numberAvailable',
  ),
  text('Node Selector', 'Labels a node must have.', object =>
    formatLabels(fieldsAt(object, 'spec.template.spec.nodeSelector')),
  ),
  age,
  ...templateColumns('spec.template'),
  selectorColumn('spec.selector'),
];

function jobStatus(job: KubeObject): string {
  const has = (type: string) => conditionAt(job, type) === 'True';
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp) return 'Terminating';
  const present = ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(
    has,
  );
  return present ?? 'Running';
}

function jobCompletions(job: KubeObject): string {
  const succeeded = numberAt(job, 'status.succeeded');
  const wanted = valueAt(job, 'spec.completions');
  if (typeof wanted === 'number') return `${succeeded}/${wanted}`;
  const parallelism = numberAt(job, 'spec.parallelism');
  return parallelism > 1
    ? `${succeeded}/1 of ${parallelism}`
    : `${succeeded}/1`;
}

function jobDuration(job: KubeObject, now: number): string {
  const start = textAt(job, 'status.startTime');
  const end = textAt(job, 'status.completionTime');
  if (!start) return '';
  return humanDuration((end ? Date.parse(end) : now) - Date.parse(start));
}

export const jobs: Column[] = [
  name,
  text('Status', 'State of the job in one word.', jobStatus),
  text('Completions', 'Pods that succeeded, of those wanted.', jobCompletions),
  text('Duration', 'How long the job ran or has been running.', jobDuration),
  age,
  ...templateColumns('spec.template'),
  selectorColumn('spec.selector'),
];

function suspended(cronJob: KubeObject): string {
  const value = valueAt(cronJob, 'spec.suspend');
  if (typeof value !== 'boolean') return '<unset>';
  return value ? 'True' : 'False';
}

export const cronJobs: Column[] = [
  name,
  text(
    'Schedule',
    'When jobs are made, in cron format.',
    object => textAt(object, 'spec.schedule') ?? '',
  ),
  text(
    'Timezone',
    'Time zone of the schedule.',
    object => textAt(object, 'spec.timeZone') ?? '<none>',
  ),
  {
    ...text('Suspend', 'Whether no further jobs are made.', suspended),
    type: 'boolean',
  },
  integer(
    'Active',
    'Jobs that are running.',
    object => listAt(object, 'status.active').length,
  ),
  text('Last Schedule', 'When a job was last made.', (object, now) => {
    const last = textAt(object, 'status.lastScheduleTime');
    return last ? since(last, now) : '<none>';
  }),
  age,
  ...templateColumns('spec.jobTemplate.spec.template'),
  selectorColumn('spec.jobTemplate.spec.selector'),
];
