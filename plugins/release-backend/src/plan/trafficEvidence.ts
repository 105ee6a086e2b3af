import type { EvidenceProvider } from '@pilothouse/plugin-release-node';
import type { TrafficEvidence } from './ports';

/** Asks the evidence providers. One that fails, or does not answer in time, counts nothing as far as anybody knows. */
export function trafficEvidence(
  providers: readonly EvidenceProvider[],
): TrafficEvidence {
  return {
    async isMeasured(workload, signal) {
      const late = new Promise<boolean>(resolve => {
        if (signal.aborted) resolve(false);
        signal.addEventListener('abort', () => resolve(false), { once: true });
      });
      const answers = await Promise.all(
        providers.map(provider =>
          Promise.race([
            // Whatever it throws, at once or later, is its own fault.
            (async () => provider.measuresTraffic(workload, { signal }))(),
            late,
          ]).catch(() => false),
        ),
      );
      return answers.some(Boolean);
    },
  };
}
