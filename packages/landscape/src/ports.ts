/** The port that the landscape starts from unless told otherwise; everything else is counted from it. */
export const DEFAULT_PORT_BASE = 7100;

/** The names of the other systems, in the order of their ports after the clusters'; those after the forge come later. */
const SYSTEMS = [
  'registry',
  'forge',
  'skywalking',
  'elasticsearch',
  'prometheus',
  'alertmanager',
  'gateway',
  'wecom',
] as const;

export type SystemName = (typeof SYSTEMS)[number];

/** The port of the first of them, from the base. */
const FIRST_SYSTEM = 10;

/** How many ports follow one another from the base, the base too. */
export const PORT_COUNT = FIRST_SYSTEM + SYSTEMS.length;

/** More clusters than this would run into the ports of the other systems. */
export const MOST_CLUSTERS = 9;

/** Where everything of a landscape listens. */
export interface LandscapePorts {
  /** The control API and its page. */
  console: number;
  /** The API server of the n-th cluster, from 0. */
  cluster(index: number): number;
  /** Most are set aside, so that configuration does not move when these systems come. */
  systems: Record<SystemName, number>;
}

/** Counts the ports from the base: the console on it, clusters on +1 to +9, other systems from +10 on. */
export function landscapePorts(base: number): LandscapePorts {
  return {
    console: base,
    cluster(index) {
      if (index < 0 || index >= MOST_CLUSTERS) {
        throw new RangeError(
          `There is room for ${MOST_CLUSTERS} clusters, number ${index} is too many`,
        );
      }
      return base + 1 + index;
    },
    systems: Object.fromEntries(
      SYSTEMS.map((name, index) => [name, base + FIRST_SYSTEM + index]),
    ) as Record<SystemName, number>,
  };
}

/**
 * The landscape's first port by the environment: `PILOTHOUSE_PORT_BASE=N` moves the whole suite, and the landscape
 * with it to N + 10.
 *
 * @throws RangeError when the variable is no usable port.
 */
export function portBaseFrom(env: Record<string, string | undefined>): number {
  const text = env.PILOTHOUSE_PORT_BASE;
  if (!text) return DEFAULT_PORT_BASE;
  return parsePort(text, 'PILOTHOUSE_PORT_BASE') + 10;
}

// The last port of the landscape is base + 17, and the suite's base is 10 lower.
const HIGHEST_BASE = 65_500;

/**
 * Reads a port that others are counted from.
 *
 * @throws RangeError naming the origin of the text.
 */
export function parsePort(text: string, origin: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port >= 1024 && port <= HIGHEST_BASE)) {
    throw new RangeError(
      `${origin} must be a port from 1024 to ${HIGHEST_BASE}, not "${text}"`,
    );
  }
  return port;
}
