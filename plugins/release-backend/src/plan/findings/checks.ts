import type { Finding } from '@pilothouse/plugin-release-common';
import type { PlanScene, TargetScene } from '../PlanScene';

/** Looks at the plan as a whole. */
export type PlanCheck = (scene: PlanScene) => Finding[];
/** Looks at one target. */
export type TargetCheck = (target: TargetScene, scene: PlanScene) => Finding[];
