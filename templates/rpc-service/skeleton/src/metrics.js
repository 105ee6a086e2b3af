/** Upper bounds of the buckets, in seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts calls, and tells them in the text format of Prometheus. */
export function createMetrics() {
  const requests = new Map();
  const durations = new Map();

  return {
    /** One call that was answered. */
    observe({ method, outcome, seconds }) {
      const counted = labels({ method, outcome });
      requests.set(counted, (requests.get(counted) ?? 0) + 1);
      const timed = labels({ method });
      const timing = durations.get(timed) ?? {
        buckets: BOUNDS.map(() => 0),
        sum: 0,
        count: 0,
      };
      BOUNDS.forEach((bound, index) => {
        if (seconds <= bound) timing.buckets[index] += 1;
      });
      timing.sum += seconds;
      timing.count += 1;
      durations.set(timed, timing);
    },

    text() {
      const lines = [
        '# HELP rpc_requests_total Calls that were answered.',
        '# TYPE rpc_requests_total counter',
      ];
      for (const [key, count] of requests) {
        lines.push(`rpc_requests_total{${key}} ${count}`);
      }
      lines.push(
        '# HELP rpc_request_duration_seconds How long they took.',
        '# TYPE rpc_request_duration_seconds histogram',
      );
      for (const [key, { buckets, sum, count }] of durations) {
        const name = 'rpc_request_duration_seconds';
        BOUNDS.forEach((bound, index) =>
          lines.push(`${name}_bucket{${key},le="${bound}"} ${buckets[index]}`),
        );
        lines.push(
          `${name}_bucket{${key},le="+Inf"} ${count}`,
          `${name}_sum{${key}} ${sum}`,
          `${name}_count{${key}} ${count}`,
        );
      }
      const { rss } = process.memoryUsage();
      lines.push(
        '# TYPE process_resident_memory_bytes gauge',
        `process_resident_memory_bytes ${rss}`,
      );
      return `${lines.join('\n')}\n`;
    },
  };
}

function labels(values) {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${JSON.stringify(String(value))}`)
    .join(',');
}
