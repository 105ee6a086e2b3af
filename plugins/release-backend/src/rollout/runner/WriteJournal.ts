import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';
import type {
  ChangeOutcome,
  RolloutCause,
} from '@pilothouse/plugin-release-common';
import type { TargetDefinition } from '../definition';
import type { RolloutEvent, WriteIntent, WriteOutcomeName } from '../events';
import type { ObservedDeployment } from '../observation';
import type { RolloutState } from '../state';
import type { BegunWrite, RolloutLedger } from './ports';

/** Who writes where no person has asked for it. */
const PORTAL = 'portal';

/** What the ledger says of an outcome; `unknown` gives way to what is found out later. */
const OUTCOMES: Record<WriteOutcomeName, Exclude<ChangeOutcome, 'begun'>> = {
  done: 'done',
  observed: 'done',
  conflict: 'conflict',
  owned: 'conflict',
  refused: 'refused',
  unknown: 'unknown',
};

interface Options {
  ledger: RolloutLedger;
  auditor: AuditorService;
  logger: LoggerService;
}

/** Notes every write of a rollout before it is sent, and what came of it. */
export class WriteJournal {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Notes a write under the id that its intent has.
   *
   * @throws what the ledger throws: then nothing may be written
   */
  async begin(
    state: RolloutState,
    intent: WriteIntent & { changeId: string },
    seen: ObservedDeployment | undefined,
  ): Promise<void> {
    const change = changeOf(state, intent, seen);
    await this.#options.ledger.begin(change);
    this.#audit(change, intent);
  }

  /**
   * Settles the lines of the writes that these events settle, and notes the end. Whoever learns what became of a write
   * does it: who sent it may not be there any more.
   *
   * @param before - as it was before the events
   */
  async note(
    before: RolloutState,
    events: readonly RolloutEvent[],
  ): Promise<void> {
    for (const event of events) {
      if (event.type === 'ended') await this.#end(before, event.outcome);
      if (event.type !== 'write-settled') continue;
      const { pending } = before;
      if (pending?.key !== event.key || !pending.changeId) continue;
      await this.#settle(
        pending.changeId,
        OUTCOMES[event.outcome],
        event.message,
      );
    }
  }

  async #end(state: RolloutState, outcome: string): Promise<void> {
    const { ledger, logger } = this.#options;
    const { id, entityRef, system, environment, name } = state.definition;
    const changeId = `${id}/end`;
    try {
      await ledger.begin({
        id: changeId,
        ...authorOf(state),
        action: 'end-rollout',
        entityRef,
        system,
        environment,
        name,
        rolloutId: id,
        before: {},
        after: { outcome },
      });
      await ledger.settle(changeId, { outcome: 'done' });
    } catch (error) {
      logger.warn('The end of a rollout could not be noted', toError(error));
    }
  }

  async #settle(
    id: string,
    outcome: Exclude<ChangeOutcome, 'begun'>,
    text?: string,
  ): Promise<void> {
    const { ledger, logger } = this.#options;
    const message =
      text === undefined
        ? undefined
        : { code: 'write-refused', params: { message: text } };
    try {
      await ledger.settle(id, { outcome, message });
    } catch (error) {
      // The process that had decided on it ended before it was noted, and so before it was sent.
      if (isError(error) && error.name === 'NotFoundError') return;
      // The rollout's own events have it, and the ledger tells that it does not know.
      logger.warn('The outcome of a change could not be noted', toError(error));
    }
  }

  #audit(change: BegunWrite, { goal, key }: WriteIntent): void {
    const { auditor, logger } = this.#options;
    const { environment, target, name, role, rolloutId, actor } = change;
    auditor
      .createEvent({
        eventId: 'rollout-write',
        severityLevel: 'medium',
        meta: {
          actionType: goal.kind,
          changeId: change.id,
          rolloutId,
          key,
          actor,
          entityRef: change.entityRef,
          environment,
          cluster: target.cluster,
          namespace: target.namespace,
          workload: name,
          role,
          before: change.before,
          after: change.after,
        },
      })
      .then(event => event.success())
      .catch(error => {
        logger.warn('A change could not be audited', toError(error));
      });
  }
}

function changeOf(
  state: RolloutState,
  { workloadId, role, goal, changeId }: WriteIntent & { changeId: string },
  seen: ObservedDeployment | undefined,
): BegunWrite {
  const { definition } = state;
  const target = definition.targets.find(
    candidate => candidate.workloadId === workloadId,
  );
  if (!target) {
    throw new Error(`The rollout ${definition.id} has no ${workloadId}`);
  }
  const { environment, cluster, namespace, name } = target;
  return {
    id: changeId,
    ...authorOf(state, goal.kind),
    action: goal.kind,
    entityRef: definition.entityRef,
    system: definition.system,
    environment,
    target: { environment, cluster, namespace },
    name,
    role,
    rolloutId: definition.id,
    ...valuesOf(target, goal, seen),
  };
}

/** A command that is carried out is its author's; everything else a rollout does by its plan, or says why. */
function authorOf(
  { cause, insisted, promoted, phase }: RolloutState,
  kind?: WriteIntent['goal']['kind'],
): Pick<BegunWrite, 'actor' | 'reason'> {
  if (cause && (phase === 'aborting' || phase === 'reverting')) {
    if (insisted) return { actor: insisted.by, reason: insisted.reason };
    return cause.by === undefined
      ? { actor: PORTAL, reason: causeText(cause) }
      : { actor: cause.by, reason: cause.reason };
  }
  return { actor: (kind === 'promote' && promoted?.by) || PORTAL };
}

/** A code, with what goes into its sentence. */
function causeText({ code, params }: RolloutCause): string {
  const details = Object.entries(params).map(
    ([key, value]) => `${key} ${value}`,
  );
  return details.length > 0 ? `${code} (${details.join(', ')})` : code;
}

function valuesOf(
  { image: wanted, release }: TargetDefinition,
  goal: WriteIntent['goal'],
  seen: ObservedDeployment | undefined,
): Pick<BegunWrite, 'before' | 'after'> {
  const image: BegunWrite['before'] = seen?.image ? { image: seen.image } : {};
  switch (goal.kind) {
    case 'create-canary':
      return { before: {}, after: { image: release.image, replicas: 0 } };
    case 'scale-canary':
      return {
        before: seen ? { replicas: seen.replicas } : {},
        after: { replicas: goal.replicas },
      };
    case 'revert':
      return { before: image, after: { image: release.image } };
    case 'fence':
      return { before: {}, after: { epoch: goal.epoch } };
    default:
      return { before: image, after: { image: wanted } };
  }
}
