import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import type {
  ChangeAction,
  Message,
  Rollout,
  RolloutAction,
  RolloutCommand,
} from '@pilothouse/plugin-release-common';
import { isDeepStrictEqual } from 'node:util';
import { canBeInsistedOn } from '../ending/lastServing';
import type { RolloutEvent, RolloutEventType, StoredEvent } from '../events';
import type { RolloutStore } from '../ports';
import type { RolloutState } from '../state';
import { commandAvailability, type Commander } from './commandAvailability';
import type { Commanders } from './Commanders';
import { driftChange } from './driftChange';
import { COMMAND_PERMISSIONS } from './permissionOf';
import type { CommandLedger, RolloutCrew } from './ports';
import type { RolloutQueries } from './RolloutQueries';
import type { FoldedRollout } from './rolloutView';

/** The runner appends all the time; that it is faster so often in a row does not happen. */
const MOST_TRIES = 10;

const CHANGES: Record<RolloutAction, ChangeAction> = {
  promote: 'promote-rollout',
  approve: 'approve-rollout',
  pause: 'pause-rollout',
  resume: 'resume-rollout',
  abort: 'abort-rollout',
  adopt: 'adopt-drift',
  override: 'override-drift',
};

/** Commands that stop something, or decide between somebody's work and another's, say why. */
const NEEDS_REASON: readonly RolloutAction[] = [
  'pause',
  'abort',
  'adopt',
  'override',
];

/** Nobody means to do one thing to one rollout more often. */
export const MOST_OF_A_KIND = 100;

/** The events that people can cause again and again: each pause has one end, and all else happens once. */
const BOUNDED: Partial<Record<RolloutAction, RolloutEventType>> = {
  pause: 'paused',
  adopt: 'drift-resolved',
  override: 'drift-resolved',
};

interface Options {
  commanders: Commanders;
  crew: RolloutCrew;
  ledger: CommandLedger;
  rollouts: RolloutQueries;
  store: Pick<RolloutStore, 'append'>;
  /** Told after something was appended. */
  changed: (entityRef: string) => void;
}

/**
 * What people do with a rollout that runs. A command is an event like all others, appended without a lease: whoever
 * runs the rollout meets it before it does anything else.
 */
export class RolloutCommands {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * What is done already is done: the second of two clicks gets the same answer as the first.
   *
   * @throws InputError without a reason where one is needed; NotFoundError; NotAllowedError; ConflictError that says why
   * it cannot be done now
   */
  async act(
    rolloutId: string,
    action: RolloutAction,
    command: RolloutCommand,
    credentials: BackstageCredentials,
  ): Promise<Rollout> {
    const { rollouts, commanders, ledger, crew, changed } = this.#options;
    if (NEEDS_REASON.includes(action) && !command.reason) {
      throw new InputError(
        `Body field reason: is missing; ${action} has to say why, in 1 to 1000 characters`,
      );
    }
    let folded = await rollouts.open(rolloutId, credentials);
    const { definition } = folded.state;
    const commander = await commanders.of(definition, credentials);
    if (isDone(folded.state, action)) {
      requirePermission(commander, action, folded.state);
      return rollouts.view(folded, credentials);
    }
    const overridden = await this.#check(folded, action, command, commander);
    const { entityRef, system, environment, name } = definition;
    const reason = command.override
      ? `${command.reason ?? action} (override: ${command.override.reason})`
      : command.reason;
    const changeId = await ledger.begin({
      actor: commander.key,
      action: CHANGES[action],
      entityRef,
      system,
      environment,
      name,
      reason,
      rolloutId,
      ...((action === 'adopt' || action === 'override') &&
        driftChange(action, folded.state.drift)),
    });
    let isOurs: boolean;
    try {
      ({ folded, isOurs } = await this.#append(folded, action, command, {
        commander,
        credentials,
        overridden,
      }));
    } catch (error) {
      await ledger.settle(changeId, { outcome: 'refused' });
      throw error;
    }
    // Of several who say the same at the same time, one did it.
    await ledger.settle(changeId, { outcome: isOurs ? 'done' : 'conflict' });
    crew.wake();
    changed(entityRef);
    return rollouts.view(folded, credentials);
  }

  /** The rollout may have gone on while the person read: then it is looked at again whether the command still fits. */
  async #append(
    opened: FoldedRollout,
    action: RolloutAction,
    command: RolloutCommand,
    who: {
      commander: Commander;
      credentials: BackstageCredentials;
      overridden: string | undefined;
    },
  ): Promise<{ folded: FoldedRollout; isOurs: boolean }> {
    const { rollouts, store } = this.#options;
    let folded = opened;
    let { overridden } = who;
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const { definition, sequence } = folded.state;
      const appended = await store.append(definition.id, {
        sequence,
        events: [eventOf(action, command, who.commander.key, overridden)],
      });
      folded = await rollouts.open(definition.id, who.credentials);
      const isOurs = appended.appended;
      if (isOurs || isDone(folded.state, action)) return { folded, isOurs };
      overridden = await this.#check(folded, action, command, who.commander);
      requireSameDrift(opened.state, folded.state, action);
    }
    throw new ConflictError(
      `Rollout ${opened.state.definition.id} changes faster than it can be told to ${action}: try again`,
    );
  }

  /** @returns the id of the freeze in spite of which it is done */
  async #check(
    { state, stored }: FoldedRollout,
    action: RolloutAction,
    command: RolloutCommand,
    commander: Commander,
  ): Promise<string | undefined> {
    const freeze = await this.#options.rollouts.freezeOf(state);
    if (command.override && !commander.overrides) {
      throw new NotAllowedError(
        `You need the permission release.policy.override on ${state.definition.entityRef} in ${state.definition.environment}`,
      );
    }
    const available = commandAvailability(
      state,
      // The right to override is used by whoever says so, and not by accident.
      { ...commander, overrides: command.override !== undefined },
      freeze,
    )[action];
    if (!available.allowed) {
      requirePermission(commander, action, state);
      throw refusal(state.definition.id, action, available.why);
    }
    requireBounded(stored.events, state.definition.id, action);
    return command.override && freeze?.freeze.id;
  }
}

function requirePermission(
  commander: Commander,
  action: RolloutAction,
  { definition, phase }: RolloutState,
): void {
  if (commander.permitted[action] || phase === 'ended') return;
  throw new NotAllowedError(
    `You need the permission ${COMMAND_PERMISSIONS[action].name} on ${definition.entityRef} in ${definition.environment}`,
  );
}

/** The line of the ledger says already what was decided about. */
function requireSameDrift(
  opened: RolloutState,
  now: RolloutState,
  action: RolloutAction,
): void {
  if (action !== 'adopt' && action !== 'override') return;
  if (isDeepStrictEqual(opened.drift, now.drift)) return;
  throw new ConflictError(
    `Rollout ${now.definition.id}: what was changed has changed again; look at it once more before you ${action} it`,
  );
}

/**
 * A history that grows for ever would be read at every tick of the rollout, for ever longer. What ends it, and what
 * undoes a pause, is never refused by this.
 */
function requireBounded(
  events: readonly StoredEvent[],
  rolloutId: string,
  action: RolloutAction,
): void {
  const type = BOUNDED[action];
  if (type === undefined) return;
  const { length } = events.filter(({ event }) => event.type === type);
  if (length < MOST_OF_A_KIND) return;
  const done = action === 'pause' ? 'was paused' : 'was decided upon';
  throw new ConflictError(
    `Rollout ${rolloutId} ${done} ${length} times, the most that one can be; abort it, and begin another`,
  );
}

/** Whether somebody was faster with the same. */
function isDone(state: RolloutState, action: RolloutAction): boolean {
  switch (action) {
    case 'abort':
      return (
        (state.phase === 'aborting' || state.phase === 'reverting') &&
        !canBeInsistedOn(state)
      );
    case 'pause':
      return state.pause !== undefined;
    case 'approve':
      return state.approval !== undefined;
    case 'promote':
      return state.promoted !== undefined;
    default:
      return false;
  }
}

function eventOf(
  action: RolloutAction,
  { reason, override }: RolloutCommand,
  by: string,
  overridden: string | undefined,
): RolloutEvent {
  const why = reason ?? override?.reason;
  const freeze = overridden ? { overriddenFreezes: [overridden] } : {};
  switch (action) {
    case 'promote':
      return { type: 'promoted', by, reason: why, ...freeze };
    case 'approve':
      return { type: 'approved', by, reason: why, ...freeze };
    case 'pause':
      return { type: 'paused', by, reason: why ?? '' };
    case 'resume':
      return { type: 'resumed', by, reason: why, ...freeze };
    case 'abort':
      return { type: 'abort-requested', by, reason: why ?? '' };
    case 'adopt':
    case 'override':
      return { type: 'drift-resolved', choice: action, by, reason: why ?? '' };
    default:
      return action satisfies never;
  }
}

function refusal(
  id: string,
  action: RolloutAction,
  why: Message | undefined,
): Error {
  const details = Object.entries(why?.params ?? {})
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  const text = `Rollout ${id}: ${action} is not possible now: ${
    why?.code ?? 'refused'
  }${details ? ` (${details})` : ''}`;
  return why?.code === 'author-may-not-approve'
    ? new NotAllowedError(text)
    : new ConflictError(text);
}
