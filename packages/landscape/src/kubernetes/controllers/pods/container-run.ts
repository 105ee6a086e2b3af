import {
  LEAK_LIFETIME_MS,
  parseImage,
  type ImageBehaviour,
} from '../../../world/images';

/** How one instance of a container ended. */
export interface Ending {
  instance: number;
  startedAt: number;
  finishedAt: number;
  exitCode: number;
  reason: 'Error' | 'OOMKilled';
}

/**
 * One container of a pod at one moment. The phase changes by itself at `until`, and a running container is ready from
 * `readyAt` on. All times are milliseconds since the epoch.
 */
export interface ContainerRun {
  readonly name: string;
  readonly image: string;
  readonly behaviour: ImageBehaviour;
  readonly readyDelay: number;
  readonly phase:
    | 'creating'
    | 'pull-failed'
    | 'pull-backoff'
    | 'running'
    | 'exited'
    | 'backoff';
  readonly since: number;
  readonly until: number;
  readonly readyAt: number;
  /** How often it has been started again. */
  readonly instance: number;
  /** The present delay before it is started, or its image pulled, again. */
  readonly backOff: number;
  /** The latest ending, and the one before. */
  readonly last?: Ending;
  readonly earlier?: Ending;
}

export interface RunOptions {
  /** How long images, volumes and network take. */
  creation: number;
  /** From the start until it is ready. */
  readyDelay: number;
  restarts: boolean;
}

const FIRST_BACK_OFF_MS = 10_000;
const LONGEST_BACK_OFF_MS = 5 * 60_000;
// A container that ran for so long starts anew without delay.
const FORGIVEN_AFTER_MS = 2 * LONGEST_BACK_OFF_MS;
const CRASH_AFTER_MS = 1_200;
const DIES_AFTER_READY_MS = 20_000;
// A kubelet takes about a second to see that a container has ended, and to act on it.
const RELIST_MS = 1_000;

const NEVER = Infinity;

/** A container that its pod's node starts to create now. */
export function createContainer(
  container: { name: string; image: string },
  now: number,
  { creation, readyDelay }: Omit<RunOptions, 'restarts'>,
): ContainerRun {
  return {
    name: container.name,
    image: container.image,
    behaviour: parseImage(container.image).behaviour,
    readyDelay,
    phase: 'creating',
    since: now,
    until: now + creation,
    readyAt: NEVER,
    instance: 0,
    backOff: 0,
  };
}

/** The container at a later moment. Several phases may have passed since. */
export function advance(
  run: ContainerRun,
  now: number,
  restarts: boolean,
): ContainerRun {
  let next = run;
  while (next.until <= now) next = step(next, restarts);
  return next;
}

/** When the container changes next, if nobody touches it. */
export function nextChange(run: ContainerRun, now: number): number {
  return run.readyAt > now ? Math.min(run.readyAt, run.until) : run.until;
}

export function isRunReady(run: ContainerRun, now: number): boolean {
  return run.phase === 'running' && run.readyAt <= now;
}

function step(run: ContainerRun, restarts: boolean): ContainerRun {
  const at = run.until;
  switch (run.phase) {
    case 'creating':
    case 'pull-backoff':
      if (run.behaviour !== 'missing') return start(run, at, 0);
      return { ...run, phase: 'pull-failed', since: at, until: at + RELIST_MS };
    case 'pull-failed': {
      const backOff = longer(run.backOff);
      return {
        ...run,
        phase: 'pull-backoff',
        since: at,
        until: at + backOff,
        backOff,
      };
    }
    case 'running':
      return exit(run, at, restarts);
    case 'exited':
      return afterExit(run, at);
    case 'backoff':
    default:
      return start(run, at, run.instance + 1);
  }
}

function start(run: ContainerRun, at: number, instance: number): ContainerRun {
  const ready = at + run.readyDelay;
  const lifetime = { since: at, instance, phase: 'running' } as const;
  switch (run.behaviour) {
    case 'crash':
      return {
        ...run,
        ...lifetime,
        readyAt: NEVER,
        until: at + CRASH_AFTER_MS,
      };
    case 'dies':
      return instance === 0
        ? {
            ...run,
            ...lifetime,
            readyAt: ready,
            until: ready + DIES_AFTER_READY_MS,
          }
        : { ...run, ...lifetime, readyAt: NEVER, until: at + CRASH_AFTER_MS };
    case 'leak':
      return {
        ...run,
        ...lifetime,
        readyAt: ready,
        until: at + LEAK_LIFETIME_MS,
      };
    case 'neverready':
      return { ...run, ...lifetime, readyAt: NEVER, until: NEVER };
    default:
      return { ...run, ...lifetime, readyAt: ready, until: NEVER };
  }
}

function exit(run: ContainerRun, at: number, restarts: boolean): ContainerRun {
  const killed = run.behaviour === 'leak';
  return {
    ...run,
    phase: 'exited',
    since: at,
    until: restarts ? at + RELIST_MS : NEVER,
    readyAt: NEVER,
    backOff: at - run.since >= FORGIVEN_AFTER_MS ? 0 : run.backOff,
    earlier: run.last,
    last: {
      instance: run.instance,
      startedAt: run.since,
      finishedAt: at,
      exitCode: killed ? 137 : 1,
      reason: killed ? 'OOMKilled' : 'Error',
    },
  };
}

// The first restart comes at once, each later one after twice the delay of the one before.
function afterExit(run: ContainerRun, at: number): ContainerRun {
  const { backOff } = run;
  const next = longer(backOff);
  if (backOff === 0)
    return { ...start(run, at, run.instance + 1), backOff: next };
  return {
    ...run,
    phase: 'backoff',
    since: at,
    until: run.since + backOff,
    backOff: next,
  };
}

function longer(backOff: number): number {
  return backOff === 0
    ? FIRST_BACK_OFF_MS
    : Math.min(backOff * 2, LONGEST_BACK_OFF_MS);
}
