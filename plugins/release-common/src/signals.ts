/** The channel that tells that workloads of one entity changed; the message says nothing else. */
export function entityChannel(entityRef: string): string {
  return `release:${entityRef.toLocaleLowerCase('en-US')}`;
}

/** The channel that tells who looks at the fleet that something in it changed: at most four times a second. */
export const FLEET_CHANNEL = 'release:fleet';
