import type { Finding } from '@pilothouse/plugin-release-common';
import { capped } from '../../workload/objects';
import type { PlanScene, TargetScene } from '../PlanScene';

/** Looks at the plan as a whole. */
export type PlanCheck = (scene: PlanScene) => Finding[];
/** Looks at one target. */
export type TargetCheck = (target: TargetScene, scene: PlanScene) => Finding[];

/** Names and messages come from clusters and registries, which write what they like. */
const MOST_TEXT = 300;

export function finding(
  severity: Finding['severity'],
  code: string,
  params: Finding['params'] = {},
): Finding[] {
  const short = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? capped(value, MOST_TEXT) : value,
  ]);
  return [{ severity, code, params: Object.fromEntries(short) }];
}

/** In a protected environment it speaks against the rollout, elsewhere it is good to know. */
export function strictly(scene: PlanScene): Finding['severity'] {
  return scene.protected ? 'blocking' : 'warning';
}
