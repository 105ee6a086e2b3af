import type { Deployment } from '../../workload/objects';

/** What Kubernetes assumes where a probe does not say, in seconds. */
const PERIOD = 10;
const FAILURE_THRESHOLD = 3;
/** For what a kubelet needs beside, and for the way of the news. */
const SLACK_MS = 5_000;

interface Probe {
  initialDelaySeconds?: number;
  periodSeconds?: number;
  failureThreshold?: number;
}

function longest(probe: Probe | undefined): number {
  if (!probe) return 0;
  const {
    initialDelaySeconds = 0,
    periodSeconds = PERIOD,
    failureThreshold = FAILURE_THRESHOLD,
  } = probe;
  return initialDelaySeconds + periodSeconds * failureThreshold;
}

/**
 * How long a pod of the Deployment may take from the start of its containers until it is ready, by its own probes, in
 * milliseconds: a startup probe goes before the readiness probe.
 */
export function readinessBudget(deployment: Deployment): number {
  const seconds = (deployment.spec?.template.spec?.containers ?? []).map(
    ({ startupProbe, readinessProbe }) =>
      longest(startupProbe) + longest(readinessProbe),
  );
  return Math.max(0, ...seconds) * 1000 + SLACK_MS;
}
