import type { StoredRollout } from '../rollout/ports';
import { reduce } from '../rollout/reduce';
import type { RolloutState } from '../rollout/state';
import type { Deployment } from '../workload/objects';

type Template = NonNullable<Deployment['spec']>['template'];

/**
 * The pod template that a release goes back to when a rollout that has begun to promote it is superseded.
 *
 * @returns `undefined` where the release stays as the cluster has it
 */
export function recordedTemplate(
  { events }: Pick<StoredRollout, 'events'>,
  workloadId: string,
): Template | undefined {
  let state: RolloutState | undefined;
  for (const event of events) state = reduce(state, event);
  if (state?.targets[workloadId]?.promote !== 'begun') return undefined;
  const template = state.definition.targets.find(
    target => target.workloadId === workloadId,
  )?.release.template;
  return isTemplate(template) ? template : undefined;
}

/**
 * The release as it will be when what is being promoted has been taken back: what comes after that has to be planned
 * from there, and to go back there.
 */
export function asRecorded(
  release: Deployment,
  template: Template,
): Deployment {
  return release.spec
    ? { ...release, spec: { ...release.spec, template } }
    : release;
}

/** It was kept as the cluster had it. */
function isTemplate(
  template: Record<string, unknown> | undefined,
): template is Record<string, unknown> & Template {
  return typeof template?.spec === 'object' && template.spec !== null;
}
