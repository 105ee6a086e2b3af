import type { Message } from '@pilothouse/plugin-release-common';

/** Codes of `WORKLOAD_REASONS`, the most telling first: what broke, then what moves, then what is worth knowing. */
const ORDER = [
  'no-answer',
  'refused',
  'crash-loop',
  'image-pull',
  'cannot-start',
  'replicas-refused',
  'deadline-exceeded',
  'unschedulable',
  'not-ready',
  'rolling-out',
  'scaling',
  'paused',
  'restarted',
  'canary-alone',
  'forbidden',
  'not-read',
];

function rank({ code }: Message): number {
  const at = ORDER.indexOf(code);
  return at < 0 ? ORDER.length : at;
}

function restarts({ params }: Message): number {
  return typeof params.restarts === 'number' ? params.restarts : 0;
}

/** In order; reasons of the same rank stay as they are. */
export function sortReasons(reasons: readonly Message[]): Message[] {
  return [...reasons].sort((a, b) => rank(a) - rank(b));
}

/** One of each code: ten pods that crash for one reason are told once, by the one that did most often. */
export function oneOfEach(reasons: readonly Message[]): Message[] {
  const kept = new Map<string, Message>();
  for (const reason of reasons) {
    const other = kept.get(reason.code);
    if (!other || restarts(reason) > restarts(other)) {
      kept.set(reason.code, reason);
    }
  }
  return [...kept.values()];
}
