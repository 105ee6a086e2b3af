import { createHash } from 'node:crypto';
import type { Finding } from '@pilothouse/plugin-release-common';
import type { PlanScene } from './PlanScene';

/** What a plan depends on, part by part, in the words of a refusal. */
const PARTS = [
  'what was asked for',
  'the policy',
  'the Deployments',
  'the images that run',
  'the image to roll out',
  'who owns the fields',
  'what speaks against it',
] as const;

const LENGTH = 10;

function hash(part: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(part))
    .digest('hex')
    .slice(0, LENGTH);
}

/**
 * Names what a person has seen before they said yes: the same world gives the same one, and of another it can be said
 * in which part. Counters that move all the time, such as resourceVersions and ready pods, are no part of it.
 */
export function fingerprintOf(
  scene: PlanScene,
  findings: readonly Finding[],
): string {
  const { targets } = scene;
  const parts: Record<(typeof PARTS)[number], unknown> = {
    'what was asked for': [
      scene.entityRef,
      scene.environment,
      scene.name,
      scene.strategy,
      scene.supersedes,
      targets.map(({ workload }) => workload.id),
    ],
    'the policy': Object.entries(scene.policy).sort(),
    'the Deployments': targets.map(({ release, canary }) => [
      release?.metadata?.uid,
      release?.spec?.template,
      canary?.metadata?.uid,
    ]),
    'the images that run': targets.map(({ current, canary }) => [
      current.reference,
      canary?.spec?.template,
      (canary?.spec?.replicas ?? 0) > 0,
    ]),
    'the image to roll out': targets.map(({ wanted }) => wanted.reference),
    'who owns the fields': targets.map(({ holders }) =>
      holders
        .map(({ role, manager, fields }) => [role, manager, ...fields].join())
        .sort(),
    ),
    'what speaks against it': [
      scene.gateReason?.code,
      ...findings
        .filter(({ severity }) => severity === 'blocking')
        .map(({ code, workloadId }) => `${code} ${workloadId ?? ''}`)
        .sort(),
    ],
  };
  return PARTS.map(part => hash(parts[part])).join('-');
}

/** In what two plans differ; everything, for what is no fingerprint. */
export function differingParts(one: string, other: string): string[] {
  const ours = one.split('-');
  const theirs = other.split('-');
  return PARTS.filter((_, at) => ours[at] !== theirs[at]);
}
