import type { HealthPoint } from '@pilothouse/plugin-skywalking-common';

/** The numbers of a service that a screen begins with, in this order. */
export const FIGURES = [
  'requestsPerMinute',
  'successRate',
  'p99',
  'apdex',
] as const;
export type Figure = (typeof FIGURES)[number];

/** Differences below are chance, not change. */
const NOISE: Record<Figure, { by: 'share' | 'points'; least: number }> = {
  requestsPerMinute: { by: 'share', least: 0.05 },
  successRate: { by: 'points', least: 0.001 },
  p99: { by: 'share', least: 0.1 },
  apdex: { by: 'points', least: 0.01 },
};

/** Whether more of it is good news; traffic is neither. */
const MORE_IS: Record<Figure, 'better' | 'worse' | 'other'> = {
  requestsPerMinute: 'other',
  successRate: 'better',
  p99: 'worse',
  apdex: 'better',
};

/** How a number is against the same time a day before. */
export interface Comparison {
  figure: Figure;
  direction: 'up' | 'down' | 'same';
  meaning: 'better' | 'worse' | 'other';
  /** 0.12 for 12 %; for rates and apdex the plain difference. Never negative. */
  amount: number;
}

/** `undefined` where one of them is missing. */
export function compare(
  figure: Figure,
  now: HealthPoint,
  before: HealthPoint,
): Comparison | undefined {
  const present = now[figure];
  const past = before[figure];
  if (present === null || past === null) return undefined;
  const { by, least } = NOISE[figure];
  if (by === 'share' && past === 0 && present > 0) return undefined;
  const difference = present - past;
  const amount = Math.abs(
    by === 'share' && past !== 0 ? difference / past : difference,
  );
  if (amount < least) {
    return { figure, direction: 'same', meaning: 'other', amount };
  }
  const direction = difference > 0 ? 'up' : 'down';
  return { figure, direction, meaning: meaningOf(figure, direction), amount };
}

function meaningOf(figure: Figure, direction: 'up' | 'down') {
  const more = MORE_IS[figure];
  if (more === 'other' || direction === 'up') return more;
  return more === 'better' ? 'worse' : 'better';
}
