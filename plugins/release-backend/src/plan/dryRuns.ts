import { isError, toError } from '@backstage/errors';
import {
  DEPLOYMENT,
  DEPLOYMENT_FIELDS,
  ownersOf,
  type Cluster,
  type FieldPath,
  type WriteOutcome,
} from '@pilothouse/plugin-clusters-node';
import type { Role } from '@pilothouse/plugin-release-common';
import { canaryBody, imageBody, promoteBody } from '../rollout/runner/bodies';
import { FIELD_MANAGER } from '../rollout/runner/fields';
import { capped, type Deployment } from '../workload/objects';
import { rollsOneByOne } from '../workload/rollsOneByOne';
import type { DryRun, Holder } from './PlanScene';

/** In the place of the id that the rollout will have. */
const PLANNED = '(planned)';
const MOST_TEXT = 500;

/** An image that a container of a Deployment would get. */
export interface Write {
  cluster: Cluster;
  namespace: string;
  container: string;
  image: string;
  signal: AbortSignal;
}

/** What came of trying it, and who holds what it changes. */
export interface Tried {
  dryRun: DryRun;
  holders: Holder[];
}

const FIELDS: Record<
  Role,
  (container: string) => readonly { name: string; path: FieldPath }[]
> = {
  release: container => [
    { name: 'image', path: DEPLOYMENT_FIELDS.image(container) },
    { name: 'strategy', path: ['spec', 'strategy'] },
  ],
  canary: container => [
    { name: 'image', path: DEPLOYMENT_FIELDS.image(container) },
    { name: 'replicas', path: DEPLOYMENT_FIELDS.replicas },
  ],
};

/** What of the fields that a rollout writes belongs to whom, by manager. */
export function holdersOf(
  deployment: Deployment,
  role: Role,
  container: string,
): Holder[] {
  const holders = new Map<string, Holder>();
  for (const { name, path } of FIELDS[role](container)) {
    // What stays as it is stays theirs as well.
    if (name === 'strategy' && rollsOneByOne(deployment)) continue;
    for (const { manager, time } of ownersOf(deployment, path)) {
      if (manager === FIELD_MANAGER) continue;
      const holder: Holder = holders.get(manager) ?? {
        role,
        manager,
        fields: [],
      };
      if (!holder.fields.includes(name)) holder.fields.push(name);
      if (time !== undefined && time > (holder.at ?? '')) holder.at = time;
      holders.set(manager, holder);
    }
  }
  return [...holders.values()];
}

/** What becomes of a Deployment that gets the image, as the cluster itself says. */
export async function dryRunImage(
  role: Role,
  deployment: Deployment,
  write: Write,
): Promise<Tried> {
  const { tried, changed } = await tryImage(role, deployment, write);
  if (!changed) return tried;
  // Its controller writes its status all the time: that is nothing that speaks against it.
  const again = await readAgain(deployment, write);
  return again ? (await tryImage(role, again, write)).tried : tried;
}

/** Only its version is another one for what is planned: whatever else changed, the fingerprint tells. */
async function readAgain(
  { metadata, ...planned }: Deployment,
  { cluster, namespace, signal }: Write,
): Promise<Deployment | undefined> {
  const target = { namespace, name: metadata?.name ?? '' };
  try {
    const now = await cluster.read<Deployment>(DEPLOYMENT, target, { signal });
    return { ...planned, metadata: now.metadata };
  } catch {
    return undefined;
  }
}

async function tryImage(
  role: Role,
  deployment: Deployment,
  write: Write,
): Promise<{ tried: Tried; changed: boolean }> {
  const { cluster, container, image, namespace, signal } = write;
  const {
    name = '',
    uid = '',
    resourceVersion = '',
  } = deployment.metadata ?? {};
  const make = role === 'release' ? promoteBody : imageBody;
  const body = make(
    { namespace, name },
    { container, image, rolloutId: PLANNED },
  );
  const options = {
    fieldManager: FIELD_MANAGER,
    dryRun: true,
    signal,
    precondition: { uid, resourceVersion },
  };
  const holders = holdersOf(deployment, role, container);
  const tried = { role, deployment: name, before: deployment };
  try {
    let written = await cluster.apply(DEPLOYMENT, body, options);
    if (written.outcome === 'conflict' && written.reason === 'owned') {
      addConflicts(holders, role, written.managers);
      written = await cluster.apply(DEPLOYMENT, body, {
        ...options,
        force: true,
      });
    }
    return {
      tried: { dryRun: { ...tried, ...settled(written) }, holders },
      changed: written.outcome === 'conflict' && written.reason === 'changed',
    };
  } catch (error) {
    return {
      tried: { dryRun: { ...tried, refused: refusal(error) }, holders },
      changed: false,
    };
  }
}

/** Whether a canary can be made of the release, and what it would be. */
export async function dryRunCanary(
  canaryName: string,
  release: Deployment,
  write: Write,
): Promise<DryRun> {
  const { cluster, namespace, signal } = write;
  const tried: DryRun = { role: 'canary', deployment: canaryName };
  let body: Record<string, unknown>;
  try {
    body = canaryBody(
      { namespace, name: canaryName },
      release,
      templateOf(release),
    );
  } catch (error) {
    const text = capped(toError(error).message, MOST_TEXT);
    return { ...tried, refused: { why: 'selector', text } };
  }
  try {
    const written = await cluster.create(DEPLOYMENT, body, {
      fieldManager: FIELD_MANAGER,
      dryRun: true,
      signal,
    });
    return { ...tried, ...settled(written) };
  } catch (error) {
    return { ...tried, refused: refusal(error) };
  }
}

/** The pod template as it has to be kept to return to it. */
export function templateOf(deployment: Deployment): Record<string, unknown> {
  return { ...deployment.spec?.template };
}

/** Whom the cluster names, and managedFields did not: it knows of shared fields below ours. */
function addConflicts(
  holders: Holder[],
  role: Role,
  conflicts: readonly { manager: string; field: string }[],
): void {
  for (const { manager, field } of conflicts) {
    if (holders.some(holder => holder.manager === manager)) continue;
    holders.push({ role, manager, fields: [capped(field, 200)] });
  }
}

function settled(
  written: WriteOutcome<unknown>,
): Pick<DryRun, 'after' | 'refused'> {
  if (written.outcome === 'done') return { after: written.object };
  const text = capped(written.message, MOST_TEXT);
  const exists = written.outcome === 'conflict' && written.reason === 'exists';
  return { refused: { why: exists ? 'exists' : 'other', text } };
}

function refusal(error: unknown): DryRun['refused'] {
  const { message } = toError(error);
  const forbidden = isError(error) && error.name === 'NotAllowedError';
  return {
    why: forbidden ? 'forbidden' : 'other',
    text: capped(message, MOST_TEXT),
  };
}
