import { isError, toError } from '@backstage/errors';
import {
  DEPLOYMENT,
  type Cluster,
  type ClusterHealth,
} from '@pilothouse/plugin-clusters-node';
import {
  parseImage,
  type Image,
  type Role,
  type Workload,
} from '@pilothouse/plugin-release-common';
import type { DetailKind, LiveCluster } from '../clusters/LiveCluster';
import type { Surroundings } from '../details/workloadConfig';
import type { EntityBinding } from '../entity/bindEntity';
import { capped, type Deployment } from '../workload/objects';
import { containersOf } from '../workload/side';
import { dryRunCanary } from './dryRuns';
import type { TargetScene } from './PlanScene';
import type { ImageAnswer, ImageResolver } from './ports';
import { RecentDryRuns } from './RecentDryRuns';
import { asRecorded } from './recordedRelease';
import { inVersion, pinned, type Version } from './wantedImage';

/** A cluster or a registry that takes longer is told as such; nobody waits longer for a plan. */
const WITHIN = 5_000;
/** Whoever plans waits so long for autoscalers, Services and budgets that nobody has watched yet. */
const DETAILS_WITHIN = 2_000;

interface Options {
  workloads: {
    open(
      binding: EntityBinding,
      id: string,
    ): Promise<{
      cluster: Pick<LiveCluster, 'cluster' | 'detail'>;
      status: ClusterHealth['status'];
    }>;
  };
  images: ImageResolver;
  clock: () => number;
}

type ReleaseTemplate = NonNullable<Deployment['spec']>['template'];

interface Asked {
  workload: Workload;
  version: Version;
  usesCanary: boolean;
  /** What the release goes back to before anything begins; asked for after it was read. */
  recorded(workloadId: string): Promise<ReleaseTemplate | undefined>;
  /** What its cluster said a moment ago to the same dry run holds. */
  tried: boolean;
  signal: AbortSignal;
}

/** Looks at one target of a plan: its Deployments as they are now, what is around them, and what they would become. */
export class TargetScenes {
  readonly #options: Options;
  readonly #dryRuns: RecentDryRuns;

  constructor(options: Options) {
    this.#options = options;
    this.#dryRuns = new RecentDryRuns(options);
  }

  /** @throws NotFoundError for a workload that has gone meanwhile */
  async of(binding: EntityBinding, asked: Asked): Promise<TargetScene> {
    const { workload, version, usesCanary } = asked;
    const opened = await this.#options.workloads.open(binding, workload.id);
    const { cluster } = opened.cluster;
    // A time for each: a registry that hangs must not use up that of a cluster that is well.
    const within = () =>
      AbortSignal.any([asked.signal, AbortSignal.timeout(WITHIN)]);
    const looking = within();
    const canaryName = workload.canary?.deployment ?? `${workload.name}-canary`;
    const resolve = (image: Image) =>
      this.#resolve(cluster.name, image, within());
    const repository = workload.release?.imageRepository;
    const home = repository ? parseImage(repository) : undefined;
    // Never rejects. It only waits for what runs where nothing else says which repository it is.
    const early = home && resolve(inVersion(home, version));
    const [around, read, forbidden] = await Promise.all([
      this.#around(opened.cluster, workload.target.namespace),
      readWhole(cluster, workload, usesCanary, looking),
      forbiddenWrites(cluster, workload, usesCanary, looking),
    ]);
    // A promotion is recorded before it is made: what is read first cannot have one that is not known then.
    const recorded = await asked.recorded(workload.id);
    const whole = {
      ...read,
      release:
        read.release && recorded
          ? asRecorded(read.release, recorded)
          : read.release,
    };
    const { container, current } = imageOf(whole.release, workload);
    const wanted = inVersion(home ?? current, version);
    const [answer, running] = await Promise.all([
      early ?? resolve(wanted),
      resolve(current),
    ]);
    const scene: TargetScene = {
      workload,
      cluster,
      status: opened.status,
      usesCanary,
      canaryName,
      ...whole,
      container,
      current,
      wanted: answer.found ? pinned(wanted, answer.digest) : wanted,
      answer,
      // Only to compare with: where it is not known nothing is said.
      currentPlatforms: running.found ? running.platforms : undefined,
      ...around,
      unchecked: [...around.unchecked, ...forbidden.unchecked],
      forbidden: forbidden.forbidden,
      dryRuns: [],
      holders: [],
    };
    return { ...scene, ...(await this.#tryOn(scene, asked.tried, within())) };
  }

  async #resolve(
    cluster: string,
    image: Image,
    signal: AbortSignal,
  ): Promise<ImageAnswer> {
    const { reference } = image;
    try {
      return await this.#options.images.resolve({ cluster, reference, signal });
    } catch (error) {
      const message = capped(toError(error).message, 300);
      return { found: false, problem: 'unknown', message };
    }
  }

  async #tryOn(
    scene: TargetScene,
    reuse: boolean,
    signal: AbortSignal,
  ): Promise<Pick<TargetScene, 'dryRuns' | 'holders'>> {
    const { release, canary, cluster, container, canaryName, usesCanary } =
      scene;
    if (!release) return { dryRuns: [], holders: [] };
    const { namespace } = scene.workload.target;
    const image = scene.wanted.reference;
    const write = { cluster, namespace, container, image, signal };
    const onImage = (role: Role, deployment: Deployment) =>
      this.#dryRuns.image(role, deployment, write, { reuse });
    const tried = await Promise.all([
      ...(usesCanary && canary ? [onImage('canary', canary)] : []),
      ...(usesCanary && !canary
        ? [
            dryRunCanary(canaryName, release, write).then(dryRun => ({
              dryRun,
              holders: [],
            })),
          ]
        : []),
      onImage('release', release),
    ]);
    return {
      dryRuns: tried.map(({ dryRun }) => dryRun),
      holders: tried.flatMap(({ holders }) => holders),
    };
  }

  async #around(
    cluster: Pick<LiveCluster, 'detail'>,
    namespace: string,
  ): Promise<Pick<TargetScene, 'surroundings' | 'quotas' | 'unchecked'>> {
    const unchecked: TargetScene['unchecked'] = [];
    const listed = async <K extends DetailKind>(kind: K) => {
      const withinMs = DETAILS_WITHIN;
      const cache = await cluster.detail(kind, { namespace, withinMs });
      if (cache?.synced) return cache.list(namespace);
      unchecked.push({ verb: 'list', resource: kind });
      return undefined;
    };
    const [services, autoscalers, budgets, quotas] = await Promise.all([
      listed('services'),
      listed('horizontalpodautoscalers'),
      listed('poddisruptionbudgets'),
      listed('resourcequotas'),
    ]);
    const surroundings: Surroundings = { services, autoscalers, budgets };
    return { surroundings, quotas, unchecked };
  }
}

/** The container that is named like the service, or else the first: the one whose image the screens tell. */
function imageOf(release: Deployment | undefined, workload: Workload) {
  if (!release) {
    const { image } = workload.release ?? workload.canary ?? {};
    const container = workload.release?.containers.at(0)?.name ?? '';
    return { container, current: image ?? parseImage('') };
  }
  const { image, containers } = containersOf(
    release.spec?.template,
    workload.name,
  );
  const container =
    containers.find(({ name }) => name === workload.name) ?? containers.at(0);
  return { container: container?.name ?? '', current: image };
}

/** Caches do not have all of a template, and may be a moment late. */
async function readWhole(
  cluster: Cluster,
  workload: Workload,
  usesCanary: boolean,
  signal: AbortSignal,
): Promise<Pick<TargetScene, 'release' | 'canary' | 'unread'>> {
  const { namespace } = workload.target;
  const read = async (name: string | undefined) => {
    if (name === undefined) return undefined;
    const target = { namespace, name };
    try {
      return await cluster.read<Deployment>(DEPLOYMENT, target, { signal });
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') return undefined;
      throw error;
    }
  };
  try {
    const [release, canary] = await Promise.all([
      read(workload.release?.deployment),
      read(usesCanary ? workload.canary?.deployment : undefined),
    ]);
    return { release, canary };
  } catch (error) {
    return { unread: capped(toError(error).message, 300) };
  }
}

async function forbiddenWrites(
  cluster: Cluster,
  workload: Workload,
  usesCanary: boolean,
  signal: AbortSignal,
): Promise<Pick<TargetScene, 'forbidden' | 'unchecked'>> {
  const { namespace } = workload.target;
  const deployments = { namespace, group: 'apps', resource: 'deployments' };
  const needed = [
    { ...deployments, verb: 'patch' as const },
    // What became of a write whose answer is lost is read from the cluster itself.
    { ...deployments, verb: 'get' as const },
    ...(usesCanary
      ? [{ ...deployments, verb: 'patch' as const, subresource: 'scale' }]
      : []),
    ...(usesCanary && !workload.canary
      ? [{ ...deployments, verb: 'create' as const }]
      : []),
  ];
  const forbidden: TargetScene['forbidden'] = [];
  const unchecked: TargetScene['unchecked'] = [];
  await Promise.all(
    needed.map(async access => {
      const { verb } = access;
      const resource =
        'subresource' in access ? 'deployments/scale' : 'deployments';
      try {
        const may = await cluster.mayWrite(access, { signal });
        if (!may) forbidden.push({ verb, resource });
      } catch {
        unchecked.push({ verb, resource });
      }
    }),
  );
  return { forbidden, unchecked };
}
