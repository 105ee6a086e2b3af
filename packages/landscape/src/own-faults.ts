/** What only one of the systems can have, by its name, beside the faults that all of them can have. */
export const OWN_FAULTS = {
  /** `maintenance`: it answers what is read, and refuses what is written, as a GitLab in its maintenance mode. */
  forge: ['maintenance'],
  /** `no-service`: up and well, and without any service, as after a start on an empty storage. */
  skywalking: ['no-service'],
  /**
   * `forbidden`: 403, whoever asks. `red`: no shard answers. `shards-failed`: one of two does not. `late`: what is written
   * from now on can be found up to `delayMs` later, and not in its order.
   */
  elasticsearch: ['forbidden', 'red', 'shards-failed', 'late'],
} as const;

export type OwnFault = (typeof OWN_FAULTS)[keyof typeof OWN_FAULTS][number];

/** The own faults of the system with that name; clusters and most systems have none. */
export function ownFaultsOf(system: string): readonly OwnFault[] {
  const found = Object.entries(OWN_FAULTS).find(([name]) => name === system);
  return found ? found[1] : [];
}
