import type { JsonObject } from '../json';
import { numberAt, objectAt, stringAt, valueAt } from './access';
import { cronErrors } from './cron';
import type { Findings } from './findings';
import { checkPodTemplate } from './pod-spec';
import { checkNotNegative } from './probes';
import { selects } from './selectors';

const COMPLETION_MODES = ['NonIndexed', 'Indexed'];
const CONCURRENCY_POLICIES = ['Allow', 'Forbid', 'Replace'];

function checkJobSpec(
  findings: Findings,
  spec: JsonObject | undefined,
  path: string,
): void {
  for (const key of [
    'parallelism',
    'completions',
    'activeDeadlineSeconds',
    'backoffLimit',
    'ttlSecondsAfterFinished',
  ])
    checkNotNegative(findings, spec, key, path);
  const mode = stringAt(spec, 'completionMode');
  if (mode && !COMPLETION_MODES.includes(mode))
    findings.notSupported(`${path}.completionMode`, mode, COMPLETION_MODES);
  if (mode === 'Indexed' && numberAt(spec, 'completions') === undefined)
    findings.required(`${path}.completions`, 'when completion mode is Indexed');
  checkPodTemplate(findings, objectAt(spec, 'template'), `${path}.template`);
  const policy = stringAt(spec, 'template', 'spec', 'restartPolicy');
  if (policy !== 'OnFailure' && policy !== 'Never')
    findings.required(
      `${path}.template.spec.restartPolicy`,
      'valid values: "OnFailure", "Never"',
    );
}

export function checkJob(findings: Findings, object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  const selector = objectAt(spec, 'selector');
  const labels = valueAt(spec, 'template', 'metadata', 'labels');
  // The server makes the selector unless asked not to; a selector of one's own does not fit what it makes.
  if (selector && valueAt(spec, 'manualSelector') !== true) {
    const uid = 'batch.kubernetes.io/controller-uid';
    const keys = Object.keys(objectAt(selector, 'matchLabels') ?? {});
    if (keys.length !== 1 || keys[0] !== uid)
      findings.invalid(
        'spec.selector',
        selector,
        '`selector` not auto-generated',
      );
  }
  if (selector && !selects(selector, labels))
    findings.invalid(
      'spec.template.metadata.labels',
      labels,
      '`selector` does not match template `labels`',
    );
  checkJobSpec(findings, spec, 'spec');
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

export function checkCronJob(findings: Findings, object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  const schedule = stringAt(spec, 'schedule');
  if (!schedule) findings.required('spec.schedule');
  else findings.each('spec.schedule', schedule, cronErrors(schedule));
  checkNotNegative(findings, spec, 'startingDeadlineSeconds', 'spec');
  const zone = valueAt(spec, 'timeZone');
  if (typeof zone === 'string' && !isTimeZone(zone))
    findings.invalid('spec.timeZone', zone, `unknown time zone ${zone}`);
  const policy = stringAt(spec, 'concurrencyPolicy');
  if (!CONCURRENCY_POLICIES.includes(policy))
    findings.notSupported(
      'spec.concurrencyPolicy',
      policy,
      CONCURRENCY_POLICIES,
    );
  checkJobSpec(
    findings,
    objectAt(spec, 'jobTemplate', 'spec'),
    'spec.jobTemplate.spec',
  );
  checkNotNegative(findings, spec, 'successfulJobsHistoryLimit', 'spec');
  checkNotNegative(findings, spec, 'failedJobsHistoryLimit', 'spec');
}
