/** The channel that tells that workloads of one entity changed; the message says nothing else. */
export function entityChannel(entityRef: string): string {
  return `release:${entityRef.toLocaleLowerCase('en-US')}`;
}

/** The channel that tells who looks at the fleet that something in it changed: at most four times a second. */
export const FLEET_CHANNEL = 'release:fleet';

/**
 * The channel that tells whoever looks, every ten seconds, that signals reach them: the signals plugin itself tells
 * nobody whether it is connected, and what changes seldom would be silent either way.
 */
export const BEAT_CHANNEL = 'release:beat';

/** How often {@link BEAT_CHANNEL} is heard. */
export const BEAT_INTERVAL_MS = 10_000;

/** The channel that tells that a rollout or a freeze changed, to whoever looks at the lists of them. */
export const ROLLOUTS_CHANNEL = 'release:rollouts';
