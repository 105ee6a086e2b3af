import type {
  Message,
  RolloutPolicy,
  Workload,
} from '@pilothouse/plugin-release-common';
import { isReleaseDegraded } from './isReleaseDegraded';
import type { Subject, TrafficEvidence } from './ports';

/** Whether requests are counted is not worth a longer wait: a person is asked then. */
const TRAFFIC_WITHIN = 3_000;

interface Question {
  policy: RolloutPolicy;
  strategy: 'canary' | 'rolling';
  protected: boolean;
  subject: Subject;
  chosen: readonly Workload[];
  traffic: TrafficEvidence;
  signal: AbortSignal;
}

/**
 * Why a person has to look before the promotion, although the policy asks nobody: what the canary is measured against
 * proves nothing while it is broken itself, but must not hold its cure; and pods that are ready say little about what
 * they answer where nobody counts that.
 */
export async function gateReason(
  question: Question,
): Promise<Message | undefined> {
  const { policy, strategy, chosen } = question;
  if (policy.gate !== 'automatic') return undefined;
  const degraded = chosen.find(isReleaseDegraded);
  if (degraded && strategy === 'canary') {
    const { cluster } = degraded.target;
    return {
      code: 'release-degraded',
      params: { workload: degraded.name, cluster },
    };
  }
  if (!question.protected || (await isMeasured(question))) return undefined;
  return { code: 'no-traffic-evidence', params: {} };
}

async function isMeasured({ subject, chosen, ...question }: Question) {
  const { binding, annotations } = subject;
  const signal = AbortSignal.any([
    question.signal,
    AbortSignal.timeout(TRAFFIC_WITHIN),
  ]);
  const measured = await Promise.all(
    chosen.map(({ target, name }) =>
      question.traffic.isMeasured(
        { entityRef: binding.entityRef, annotations, target, name },
        signal,
      ),
    ),
  );
  return measured.every(Boolean);
}
