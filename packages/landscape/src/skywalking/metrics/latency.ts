/** Requests that took about as long, such as those of one pod in one minute. */
export interface Crowd {
  calls: number;
  latency: { p50: number; p99: number };
}

/** How many deviations above the median the 99th percentile stands. */
const DEVIATIONS_AT_P99 = 2.326;

/** The logarithm of a duration is about normal, as in the journeys. */
function spreadOf({ latency: { p50, p99 } }: Crowd): number {
  return Math.max(1e-6, Math.log(p99 / p50) / DEVIATIONS_AT_P99);
}

/** The average of all of them together in milliseconds; `undefined` when there is nobody. */
export function average(crowds: readonly Crowd[]): number | undefined {
  let sum = 0;
  let calls = 0;
  for (const crowd of crowds) {
    const mean = crowd.latency.p50 * Math.exp(spreadOf(crowd) ** 2 / 2);
    sum += crowd.calls * mean;
    calls += crowd.calls;
  }
  return calls > 0 ? sum / calls : undefined;
}

/** The part of all of them that took at most so long. */
export function partWithin(
  crowds: readonly Crowd[],
  milliseconds: number,
): number {
  let within = 0;
  let calls = 0;
  for (const crowd of crowds) {
    const away = Math.log(milliseconds / crowd.latency.p50) / spreadOf(crowd);
    within += crowd.calls * normalPart(away);
    calls += crowd.calls;
  }
  return calls > 0 ? within / calls : 0;
}

/** The duration that so many per cent of them did not exceed; `undefined` when there is nobody. */
export function percentile(
  crowds: readonly Crowd[],
  percent: number,
): number | undefined {
  const some = crowds.filter(({ calls }) => calls > 0);
  if (some.length === 0) return undefined;
  let low = Math.min(...some.map(({ latency }) => latency.p50)) / 100;
  let high = Math.max(...some.map(({ latency }) => latency.p99)) * 100;
  // Halving the logarithm of the range 22 times leaves less than a thousandth of it.
  for (let round = 0; round < 22; round++) {
    const middle = Math.sqrt(low * high);
    if (partWithin(some, middle) < percent / 100) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

/** The part of a normal distribution below so many deviations (Abramowitz and Stegun 26.2.17, good to 1e-7). */
function normalPart(deviations: number): number {
  const x = Math.abs(deviations);
  const t = 1 / (1 + 0.2316419 * x);
  const tail =
    Math.exp((-x * x) / 2) *
    0.3989422804 *
    t *
    (0.31938153 +
      t *
        (-0.356563782 +
          t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return deviations > 0 ? 1 - tail : tail;
}
