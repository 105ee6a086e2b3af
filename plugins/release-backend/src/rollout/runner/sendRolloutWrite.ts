import { isError, stringifyError } from '@backstage/errors';
import {
  DEPLOYMENT,
  type ApplyOptions,
  type Cluster,
  type WriteOutcome,
} from '@pilothouse/plugin-clusters-node';
import type { Message, Role } from '@pilothouse/plugin-release-common';
import { capped, type Deployment } from '../../workload/objects';
import type { TargetDefinition } from '../definition';
import type { WriteIntent, WriteOutcomeName } from '../events';
import {
  canaryBody,
  fenceBody,
  imageBody,
  promoteBody,
  promotePatch,
  revertPatch,
} from './bodies';
import { FENCE_MANAGER, FIELD_MANAGER } from './fields';
import { isRecord } from './isRecord';
import { refusalOf } from './refusalOf';

/** What came of a write. */
export interface SettledWrite {
  outcome: WriteOutcomeName;
  /** Of the Deployment after it. */
  generation?: number;
  message?: string;
  /** Of `owned`: who owns the fields. */
  managers?: string[];
  /** Of `refused`, where it is known: one of `STUCK_REASONS`. */
  reason?: Message;
}

/** What a write is about. */
export interface WriteSubject {
  cluster: Cluster;
  target: TargetDefinition;
  rolloutId: string;
  /** As it was seen when the write was decided; `create-canary` is made of it. */
  release?: Deployment;
  signal: AbortSignal;
}

/** Errors of the clusters service with which nothing was changed. */
const NOTHING_DONE = [
  'NotAllowedError',
  'InputError',
  'ThrottledError',
  'ServiceUnavailableError',
];

const MOST_TEXT = 500;
/** Names of managers are at most so long, and of those who own one image there are few. */
const MOST_MANAGER_TEXT = 128;
const MOST_MANAGERS = 20;

/**
 * Sends one write of a rollout, once, with the state in which its Deployment was seen, and tells what came of it. Never
 * throws: what is not understood is `unknown`, and has to be read back.
 */
export async function sendRolloutWrite(
  intent: WriteIntent,
  subject: WriteSubject,
): Promise<SettledWrite> {
  try {
    return await settled(await send(intent, subject), intent);
  } catch (error) {
    return refusal(error, intent, subject);
  }
}

async function send(
  intent: WriteIntent,
  subject: WriteSubject,
): Promise<WriteOutcome<unknown>> {
  const { goal, role, seen } = intent;
  const { cluster, target, rolloutId, signal } = subject;
  const { namespace, container } = target;
  const named = { namespace, name: nameOf(target, role) };
  const options = { fieldManager: FIELD_MANAGER, signal };
  if (goal.kind === 'create-canary') {
    if (!subject.release) return changed('The release is not there any more');
    const body = canaryBody(named, subject.release, target.release.template);
    return cluster.create(DEPLOYMENT, body, options);
  }
  if (!seen) return changed(`Deployment ${named.name} was not seen`);
  const { uid, resourceVersion } = seen;
  const precondition = { uid, resourceVersion };
  const change = (image: string) => ({ container, image, rolloutId });
  switch (goal.kind) {
    case 'scale-canary':
      return cluster.scale(
        { ...named, ...precondition },
        goal.replicas,
        options,
      );
    case 'set-canary-image':
      return applyOwned(subject, intent, imageBody(named, change(goal.image)), {
        ...options,
        precondition,
      });
    case 'promote':
      if (goal.whole) {
        return cluster.jsonPatch(
          DEPLOYMENT,
          { ...named, ...precondition },
          promotePatch(target.release.template, change(goal.image)),
          options,
        );
      }
      return applyOwned(
        subject,
        intent,
        promoteBody(named, change(goal.image)),
        {
          ...options,
          precondition,
        },
      );
    case 'revert':
      return cluster.jsonPatch(
        DEPLOYMENT,
        { ...named, ...precondition },
        revertPatch(target.release.template),
        options,
      );
    case 'fence':
      return cluster.apply(DEPLOYMENT, fenceBody(named, goal.epoch), {
        ...options,
        fieldManager: FENCE_MANAGER,
        force: true,
        precondition,
      });
    default: {
      const unknown: never = goal;
      throw new Error(`There is no such write: ${JSON.stringify(unknown)}`);
    }
  }
}

/** First without force: it is taken from those whom the person has seen and agreed to, and from nobody else. */
async function applyOwned(
  { cluster, target }: WriteSubject,
  { role, confirmed = [] }: WriteIntent,
  body: Record<string, unknown>,
  options: ApplyOptions,
): Promise<WriteOutcome<unknown>> {
  const first = await cluster.apply(DEPLOYMENT, body, options);
  if (first.outcome !== 'conflict' || first.reason !== 'owned') return first;
  // Writes of ours other than this kind are noted as those of another.
  const agreed = new Set([
    FIELD_MANAGER,
    ...target.confirmedManagers[role],
    ...confirmed,
  ]);
  const all =
    first.managers.length > 0 &&
    first.managers.every(({ manager }) => agreed.has(manager));
  return all
    ? cluster.apply(DEPLOYMENT, body, { ...options, force: true })
    : first;
}

function settled(
  written: WriteOutcome<unknown>,
  intent: WriteIntent,
): SettledWrite {
  switch (written.outcome) {
    case 'done':
      return {
        outcome: 'done',
        generation: generationOf(written.object, intent),
      };
    case 'unknown':
      return {
        outcome: 'unknown',
        message: capped(written.message, MOST_TEXT),
      };
    default:
      return written.reason === 'owned'
        ? {
            outcome: 'owned',
            managers: namesOf(written.managers),
            message: capped(ownersText(written.managers), MOST_TEXT),
          }
        : { outcome: 'conflict', message: capped(written.message, MOST_TEXT) };
  }
}

/** One that owns several fields is one. */
function namesOf(owners: readonly { manager: string }[]): string[] {
  const names = owners.map(({ manager }) => capped(manager, MOST_MANAGER_TEXT));
  return [...new Set(names)].slice(0, MOST_MANAGERS);
}

function ownersText(
  managers: readonly { manager: string; field: string }[],
): string {
  return managers
    .map(({ manager, field }) => `${manager} (${field})`)
    .join(', ');
}

/** The scale subresource does not tell it; there is one more if the number was another, and none otherwise. */
function generationOf(
  object: unknown,
  { goal, seen }: WriteIntent,
): number | undefined {
  if (goal.kind === 'scale-canary') return seen && seen.generation + 1;
  const metadata = isRecord(object) ? object.metadata : undefined;
  const generation = isRecord(metadata) ? metadata.generation : undefined;
  return typeof generation === 'number' ? generation : undefined;
}

function refusal(
  error: unknown,
  { goal }: WriteIntent,
  { cluster }: WriteSubject,
): SettledWrite {
  const message = capped(
    isError(error) ? error.message : stringifyError(error),
    MOST_TEXT,
  );
  if (isError(error) && error.name === 'NotFoundError') {
    return { outcome: 'conflict', message };
  }
  if (!isError(error) || !NOTHING_DONE.includes(error.name)) {
    return { outcome: 'unknown', message };
  }
  const reason = refusalOf(error, goal, cluster);
  return { outcome: 'refused', message, ...(reason && { reason }) };
}

function changed(message: string): WriteOutcome<never> {
  return { outcome: 'conflict', reason: 'changed', message, managers: [] };
}

/** The Deployment of one side of a target. */
export function nameOf(target: TargetDefinition, role: Role): string {
  return role === 'canary' ? target.canaryName : target.name;
}
