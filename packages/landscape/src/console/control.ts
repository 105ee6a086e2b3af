import type { Timer } from '../clock';
import { ApiError } from '../kubernetes/api-error';
import { kinds } from '../kubernetes/controllers/objects';
import type { KubeApi } from '../kubernetes/types';
import type { EnvironmentName } from '../world/company';
import type { Role } from '../world/history';
import { deploymentName } from '../world/names';
import { ControlError } from './control-error';
import type {
  ControlledLandscape,
  ControlledSystem,
  Directory,
  Fault,
  TargetName,
} from './directory';

const NO_FAULT: Fault = { mode: 'none', delayMs: 0 };

/** How the console signs in `managedFields`. */
const MANAGER = 'landscape-console';

const MINUTE = 60_000;

/** Everything that the console can do to a landscape, without HTTP. */
export class Control {
  readonly #landscape: ControlledLandscape;
  readonly #directory: Directory;
  /** Faults that end by themselves, by what has them. */
  readonly #ends = new Map<ControlledSystem, Timer>();
  /** How to undo what the console did to an image, by Deployment. */
  readonly #undo = new Map<string, () => void>();

  constructor(landscape: ControlledLandscape, directory: Directory) {
    this.#landscape = landscape;
    this.#directory = directory;
  }

  /** Makes a cluster or another system misbehave, or behave again; for a while when `seconds` are given. */
  setFault(subject: ControlledSystem, fault: Fault, seconds?: number): void {
    this.#ends.get(subject)?.cancel();
    this.#ends.delete(subject);
    subject.setFault(fault);
    if (seconds === undefined || fault.mode === 'none') return;
    const end = this.#landscape.clock.after(seconds * 1000, () => {
      this.#ends.delete(subject);
      subject.setFault(NO_FAULT);
    });
    this.#ends.set(subject, end);
  }

  /** Brings a version to a target, as if somebody had set the image by hand. Returns the image. */
  setVersion(target: TargetName, role: Role, version: string): string {
    const { id, service, namespace, environment, cluster } =
      this.#directory.placement(target);
    const { api } = this.#directory.cluster(cluster.name);
    const name = deploymentName(service, role);
    const deployment = api.get(kinds.deployments, namespace, name);
    const container = deployment?.spec.template.spec.containers.at(0);
    if (!container) {
      throw new ControlError(
        404,
        `There is no Deployment ${namespace}/${name} in ${cluster.name}`,
      );
    }
    const image = this.#landscape.world.images.imageOf(
      service,
      version,
      environment,
    );
    const set = (to: string) =>
      setImage(api, namespace, name, container.name, to);
    set(image);
    const key = `${id}/${role}`;
    // Only the first change knows the image that was there before the console came.
    if (!this.#undo.has(key)) this.#undo.set(key, () => set(container.image));
    return image;
  }

  /** Ends a pod at once; its owner makes another one. */
  killPod(cluster: string, namespace: string, name: string): void {
    const { api } = this.#directory.cluster(cluster);
    passOn(() =>
      api.delete(kinds.pods, namespace, name, { gracePeriodSeconds: 0 }),
    );
  }

  /** Makes a service slower from now on, everywhere or only where it is said; 0 milliseconds takes that back. */
  setLatency(
    service: string,
    where: { cluster?: string; environment?: EnvironmentName; role?: Role },
    milliseconds: number,
    seconds?: number,
  ): void {
    this.#directory.service(service);
    if (where.cluster) this.#directory.cluster(where.cluster);
    const { clock, world } = this.#landscape;
    const now = clock.now();
    world.conditions.end(
      now,
      item =>
        item.service === service &&
        item.cluster === where.cluster &&
        item.environment === where.environment &&
        item.role === where.role,
    );
    if (milliseconds === 0) return;
    world.conditions.add({
      service,
      ...where,
      from: now,
      ...(seconds !== undefined && { to: now + seconds * 1000 }),
      extraLatencyMs: milliseconds,
      errorRatio: 0,
    });
  }

  /** Lets time jump forward; what comes due on the way happens. */
  advance(minutes: number): void {
    this.#landscape.clock.advance(minutes * MINUTE);
  }

  /** Ends all faults and latencies, and sets images back that the console changed. The clock stays where it is. */
  reset(): void {
    const { world, clock, clusters, systems } = this.#landscape;
    for (const subject of [...clusters, ...systems]) {
      this.setFault(subject, NO_FAULT);
    }
    world.conditions.end(clock.now());
    for (const undo of this.#undo.values()) undo();
    this.#undo.clear();
  }
}

function setImage(
  api: KubeApi,
  namespace: string,
  deployment: string,
  container: string,
  image: string,
): void {
  const body = {
    spec: { template: { spec: { containers: [{ name: container, image }] } } },
  };
  passOn(() =>
    api.patch(
      kinds.deployments,
      namespace,
      deployment,
      { type: 'strategic', body },
      { manager: MANAGER },
    ),
  );
}

/** Says what the API server says about a write that it refuses. */
function passOn(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new ControlError(error.code, error.message);
  }
}
