import type { ControllerContext } from '../context';
import type { EventDetails } from '../events';
import type { Container, Pod } from '../objects';
import type { ContainerRun } from './container-run';
import { describePod, pullError, type PodRun } from './status';

type Happening = Pick<EventDetails, 'type' | 'reason' | 'message'>;

/** Records what happened to a pod's containers between two looks at it. */
export function reportChanges(
  context: ControllerContext,
  pod: Pod,
  before: PodRun,
  after: PodRun,
): void {
  after.containers.forEach((run, index) => {
    const { phase, instance } = before.containers[index];
    if (run.phase === phase && run.instance === instance) return;
    for (const happening of happeningsOf(pod, run)) {
      report(context, pod, run.name, happening);
    }
  });
}

/** Records that containers are told to stop. */
export function reportStopping(context: ControllerContext, pod: Pod): void {
  for (const { name } of pod.spec.containers) {
    report(context, pod, name, {
      type: 'Normal',
      reason: 'Killing',
      message: `Stopping container ${name}`,
    });
  }
}

/** Records that a readiness probe failed. */
export function reportUnready(
  context: ControllerContext,
  pod: Pod,
  container: Container,
): void {
  report(context, pod, container.name, {
    type: 'Warning',
    reason: 'Unhealthy',
    message: `Readiness probe failed: ${probeFailure(container)}`,
  });
}

function report(
  context: ControllerContext,
  pod: Pod,
  container: string,
  happening: Happening,
): void {
  context.events.record(
    pod,
    { component: 'kubelet', host: pod.spec.nodeName },
    { ...happening, fieldPath: `spec.containers{${container}}` },
  );
}

function happeningsOf(pod: Pod, run: ContainerRun): Happening[] {
  const { image, name } = run;
  switch (run.phase) {
    case 'running':
      return [
        normal(
          'Pulled',
          `Container image "${image}" already present on machine and can be accessed by the pod`,
        ),
        normal('Created', 'Container created'),
        normal('Started', 'Container started'),
      ];
    case 'backoff':
      return [
        warning(
          'BackOff',
          `Back-off restarting failed container ${name} in pod ${describePod(
            pod,
          )}`,
        ),
      ];
    case 'pull-failed':
      return [
        normal('Pulling', `Pulling image "${image}"`),
        warning(
          'Failed',
          `Failed to pull image "${image}": ${pullError(image)}`,
        ),
        warning('Failed', 'Error: ErrImagePull'),
      ];
    case 'pull-backoff':
      return [
        normal('BackOff', `Back-off pulling image "${image}"`),
        warning('Failed', 'Error: ImagePullBackOff'),
      ];
    default:
      return [];
  }
}

function probeFailure({ readinessProbe }: Container): string {
  if (readinessProbe?.httpGet) return 'HTTP probe failed with statuscode: 503';
  if (readinessProbe?.grpc) {
    return 'service unhealthy (responded with "NOT_SERVING")';
  }
  return readinessProbe?.tcpSocket ? 'connect: connection refused' : '';
}

function normal(reason: string, message: string): Happening {
  return { type: 'Normal', reason, message };
}

function warning(reason: string, message: string): Happening {
  return { type: 'Warning', reason, message };
}
