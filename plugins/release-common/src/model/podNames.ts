import type { Role, Workload } from './workload';

/** Names that Kubernetes makes up have no vowels, so that no words come about: a Job `order-migrate` makes other pods. */
const LETTER = '[bcdfghjklmnpqrstvwxz0-9]';
const HASH_LENGTH = 10;
const SUFFIX_LENGTH = 5;
/** Kubernetes cuts what comes before the suffix to so many characters. */
const LONGEST_BASE = 58;

/**
 * The names of the pods of a Deployment, those that are gone as well, in the regular expressions that Lucene and
 * JavaScript share; of the whole name. A canary is a Deployment of its own, and so are its pods.
 *
 * @param deployment - the name of an object of Kubernetes
 */
export function podNamePattern(deployment: string): string {
  const escaped = (name: string) => name.replace(/[^a-z0-9-]/g, '\\$&');
  const suffix = `${LETTER}{${SUFFIX_LENGTH}}`;
  const room = LONGEST_BASE - deployment.length - 1;
  if (room > HASH_LENGTH) {
    return `${escaped(deployment)}-${LETTER}{1,${HASH_LENGTH}}-${suffix}`;
  }
  if (room < 1) {
    return `${escaped(`${deployment}-`.slice(0, LONGEST_BASE))}${suffix}`;
  }
  const whole = room > 1 ? `${LETTER}{1,${room - 1}}-|` : '';
  return `${escaped(deployment)}-(${whole}${LETTER}{${room}})${suffix}`;
}

/** A Deployment of a workload: its release, or the canary beside it. */
export interface ScopedDeployment {
  name: string;
  role: Role;
  /** Name of the workload. */
  workload: string;
}

/** The Deployments of a workload. */
export function deploymentsOf({
  name: workload,
  release,
  canary,
}: Pick<Workload, 'name' | 'release' | 'canary'>): ScopedDeployment[] {
  return [
    { name: release?.deployment ?? workload, role: 'release', workload },
    ...(canary
      ? [{ name: canary.deployment, role: 'canary' as const, workload }]
      : []),
  ];
}

/** Whose pod it is, by its name. */
export function deploymentOf(
  pod: string,
  deployments: readonly ScopedDeployment[],
): ScopedDeployment | undefined {
  return deployments.find(({ name }) =>
    new RegExp(`^${podNamePattern(name)}$`).test(pod),
  );
}
