import {
  versionOf,
  type Message,
  type Side,
  type Workload,
} from '@pilothouse/plugin-release-common';
import { reasonText } from './reasonText';

function sideSummary(side: Side | undefined) {
  return (
    side && {
      deployment: side.deployment,
      version: versionOf(side.image),
      image: side.image.reference,
      desired: side.desired,
      ready: side.ready,
    }
  );
}

/** A code with its sentence. */
export function explained(messages: readonly Message[]) {
  return messages.map(message => ({
    code: message.code,
    text: reasonText(message),
  }));
}

/** A workload, short enough for a model to read dozens of them. */
export function workloadSummary(workload: Workload) {
  return {
    id: workload.id,
    environment: workload.target.environment,
    cluster: workload.target.cluster,
    namespace: workload.target.namespace,
    name: workload.name,
    state: workload.state,
    reasons: explained(workload.reasons),
    release: sideSummary(workload.release),
    canary: sideSummary(workload.canary),
    canaryShare: workload.canaryShare,
    drift: workload.drift,
    lastChange: workload.lastChange && {
      manager: workload.lastChange.manager,
      at: workload.lastChange.at,
    },
    staleSince: workload.staleSince,
  };
}
