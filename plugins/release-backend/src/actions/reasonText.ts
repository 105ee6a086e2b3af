import type { Message } from '@pilothouse/plugin-release-common';

type Params = Message['params'];

/** Sentences for machines that read and people who read over their shoulder; screens have their own. */
const SENTENCES: Readonly<Record<string, (params: Params) => string>> = {
  'crash-loop': ({ pod, exitCode, reason, restarts }) =>
    `${pod} keeps crashing: exit code ${exitCode}${
      reason ? ` (${reason})` : ''
    }, ${restarts} restarts.`,
  'image-pull': ({ pod, image }) => `${pod} cannot pull its image ${image}.`,
  'cannot-start': ({ pod, reason }) => `${pod} cannot start: ${reason}.`,
  unschedulable: ({ pod }) => `No node has room for ${pod}.`,
  restarted: ({ pod, exitCode, reason }) =>
    `${pod} restarted lately (exit code ${exitCode}${
      reason ? `, ${reason}` : ''
    }) and is up again.`,
  'not-ready': ({ pod }) => `${pod} runs, but its readiness probe fails.`,
  'deadline-exceeded': ({ deployment }) =>
    `${deployment} has not come up within its progress deadline.`,
  'replicas-refused': ({ deployment, message }) =>
    `The cluster refuses pods of ${deployment}: ${message}`,
  'rolling-out': ({ updated, desired }) =>
    `Rolling out: ${updated} of ${desired} pods are updated.`,
  scaling: ({ ready, desired }) =>
    `Scaling: ${ready} of ${desired} pods are ready.`,
  paused: ({ deployment }) => `${deployment} is paused.`,
  'no-answer': ({ cluster, seconds }) =>
    `${cluster} has not answered for ${seconds} seconds; this is what was known last.`,
  refused: ({ cluster, seconds }) =>
    `${cluster} refuses the portal's credentials; this is what was known ${seconds} seconds ago.`,
  forbidden: ({ cluster, verb, resource }) =>
    `The portal may not ${verb} ${resource} on ${cluster}.`,
  'canary-alone': () => 'The canary has no release beside it.',
  'not-granted': ({ environment, count }) =>
    `${count} matching Deployments in ${environment} stand in namespaces that are not granted to the entity's owner.`,
  'no-selector': () => 'The entity does not say which Deployments are its own.',
  'no-owner': () =>
    'The entity has no owner, so no namespace can be granted to it.',
  'invalid-selector': ({ message }) =>
    `The entity's label selector cannot be read: ${message}`,
  'no-environment': ({ cluster }) =>
    `Matching Deployments on ${cluster} belong to no environment.`,
  // Of a workload, what its state was judged without; else of a cluster as a whole.
  'not-read': ({ cluster, resource }) =>
    resource
      ? `${cluster} has not told its ${resource}, so the state may be worse.`
      : `${cluster} has not told what runs there, so nothing of it is listed.`,
  cut: ({ shown, total }) => `Only ${shown} of ${total} are listed.`,
};

/** A reason or problem in one English sentence. */
export function reasonText({ code, params }: Message): string {
  return SENTENCES[code]?.(params) ?? `${code}.`;
}
