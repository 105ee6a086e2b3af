import { randomUUID } from 'node:crypto';
import type {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { ClusterStatus } from '@pilothouse/plugin-clusters-node';
import type {
  ClusterCondition,
  Fleet,
  FleetCell,
  Message,
} from '@pilothouse/plugin-release-common';
import type { LiveCluster } from '../clusters/LiveCluster';
import {
  conditionsOf,
  snapshotsOf,
  type LiveClusters,
} from '../clusters/LiveClusters';
import { unreadProblems } from '../clusters/unread';
import type { Environments } from '../config/Environments';
import { bindingKey } from '../entity/bindEntity';
import { principalOf } from '@pilothouse/pilothouse-node';
import type { ClusterSnapshot, EntityView } from '../workload/entityView';
import { lostContact } from './answered';
import type { EntityViews } from './EntityViews';
import { FleetFollower, type FollowedService } from './FleetFollower';
import { fleetCells } from './fleetCells';
import type { ServiceList } from './listServices';

/** How long a person's list is taken for true; after that, the next question renews it behind its answer. */
const FRESH = 30_000;
/** So old a list is not shown any more while it is renewed. */
const STALE = 60_000;
/** Who has not asked for so long does not look: a page that is seen asks every quarter of a minute. */
const LOOKS = 60_000;
/** A list that nobody asked for so long is forgotten. */
const KEEP = 15 * 60_000;

/** The cells of a service, and when they became what they are. */
interface Row {
  view: EntityView;
  cells: FleetCell[];
  text: string;
  changedAt: number;
}

interface Options {
  auth: AuthService;
  userInfo: UserInfoService;
  clusters: LiveClusters;
  environments: Environments;
  views: EntityViews;
  clock: () => number;
  /** Services that somebody may read; `claims` are the person and the person's groups. */
  listServices: (
    credentials: BackstageCredentials,
    claims: ReadonlySet<string>,
  ) => Promise<ServiceList>;
}

interface FleetRequest {
  /** Only what the asker, or a group of the asker, owns. */
  owned: boolean;
  since?: string;
}

/** All services that somebody may read, and what runs of them. Rows are shared by all people, lists are each one's own. */
export class FleetService {
  readonly #options: Options;
  readonly #followers = new Map<string, FleetFollower>();
  /** By {@link bindingKey}: two people may have been told different annotations of one entity for a moment. */
  readonly #rows = new Map<string, Row>();
  #count = 0;
  /** How the clusters stand, and when that became so. */
  #clusters = { text: '', changedAt: 0 };

  constructor(options: Options) {
    this.#options = options;
  }

  async get(
    request: FleetRequest,
    credentials: BackstageCredentials,
  ): Promise<Fleet> {
    const { clusters, environments, clock } = this.#options;
    const [live, follower] = await Promise.all([
      clusters.open(),
      this.#followerOf(credentials),
    ]);
    const { owned } = request;
    const since = this.#readCursor(request, follower);
    const now = clock();
    const snapshots = snapshotsOf(live);
    const conditions = this.#conditions(live, snapshots, now);
    const rows = this.#refresh(follower, snapshots);
    follower.signalledAt ??= this.#count;
    const changed = rows.filter(
      ({ service, row }) =>
        since === undefined ||
        service.changedAt > since ||
        row.changedAt > since,
    );
    const isShown = ({ service }: { service: FollowedService }) =>
      !owned || service.about.mine;
    const missing = follower.total - follower.services.size;
    return {
      environments: [...environments.list],
      services: changed.filter(isShown).map(({ service, row }) => ({
        ...service.about,
        cells: row.cells.map(cell =>
          told(cell, snapshots.get(cell.cluster)?.health.status, now),
        ),
      })),
      removed:
        since === undefined
          ? undefined
          : [
              ...follower.removedSince(since),
              // Still there, and somebody else's by now.
              ...changed
                .filter(item => !isShown(item))
                .map(({ service }) => service.about.entityRef),
            ],
      complete: since === undefined,
      cursor: this.#writeCursor(owned, follower),
      clusters: conditions.clusters,
      problems: [...(missing > 0 ? [cut(follower)] : []), ...conditions.unread],
      now: new Date(now).toISOString(),
    };
  }

  /**
   * Makes all rows anew that somebody looks at and a change concerns.
   *
   * @returns keys of the people to whom a row of their list, or how the clusters stand, is another than when they were
   * last in such an answer
   */
  refresh(live: ReadonlyMap<string, LiveCluster>): ReadonlySet<string> {
    const concerned = new Set<string>();
    const now = this.#options.clock();
    const snapshots = snapshotsOf(live);
    this.#conditions(live, snapshots, now);
    for (const [key, follower] of this.#followers) {
      // The next question is answered with all that has changed meanwhile.
      if (now - follower.usedAt > LOOKS) follower.signalledAt = undefined;
      const { signalledAt } = follower;
      if (signalledAt === undefined) continue;
      const rows = this.#refresh(follower, snapshots);
      if (
        this.#clusters.changedAt > signalledAt ||
        rows.some(({ row }) => row.changedAt > signalledAt)
      ) {
        concerned.add(key);
      }
      follower.signalledAt = this.#count;
    }
    return concerned;
  }

  /** Forgets lists that nobody asks for. To be called now and then. */
  prune(): void {
    const since = this.#options.clock() - KEEP;
    const shown = new Set<string>();
    for (const [key, follower] of this.#followers) {
      if (follower.usedAt <= since) this.#followers.delete(key);
      else {
        for (const { binding } of follower.services.values()) {
          shown.add(bindingKey(binding));
        }
      }
    }
    for (const key of this.#rows.keys()) {
      if (!shown.has(key)) this.#rows.delete(key);
    }
  }

  /** How the clusters stand now. Counts as a change when it is told otherwise than before. */
  #conditions(
    live: ReadonlyMap<string, LiveCluster>,
    snapshots: ReadonlyMap<string, ClusterSnapshot>,
    now: number,
  ): { clusters: ClusterCondition[]; unread: Message[] } {
    const names = this.#options.environments.clusters;
    const clusters = conditionsOf(names, live, now);
    const unread = unreadProblems(names, snapshots);
    // A contact is no news, and the condition of a cluster that is not configured is of this moment.
    const lasting = clusters.map(({ name, status, forbidden, writable }) => [
      name,
      status,
      forbidden,
      writable,
    ]);
    const text = JSON.stringify([lasting, unread]);
    if (text !== this.#clusters.text) {
      this.#clusters = { text, changedAt: this.#tick() };
    }
    return { clusters, unread };
  }

  #refresh(
    follower: FleetFollower,
    clusters: ReadonlyMap<string, ClusterSnapshot>,
  ): { service: FollowedService; row: Row }[] {
    return [...follower.services.values()].map(service => ({
      service,
      row: this.#rowOf(service, clusters),
    }));
  }

  #rowOf(
    { binding }: FollowedService,
    clusters: ReadonlyMap<string, ClusterSnapshot>,
  ): Row {
    const view = this.#options.views.get(binding, clusters);
    const key = bindingKey(binding);
    const known = this.#rows.get(key);
    if (known?.view === view) return known;
    const cells = fleetCells(view);
    const text = JSON.stringify(cells);
    const row =
      known?.text === text
        ? { ...known, view }
        : { view, cells, text, changedAt: this.#tick() };
    this.#rows.set(key, row);
    return row;
  }

  #tick(): number {
    this.#count += 1;
    return this.#count;
  }

  async #followerOf(credentials: BackstageCredentials): Promise<FleetFollower> {
    const { auth, clock } = this.#options;
    const { key } = principalOf(auth, credentials);
    const follower =
      this.#followers.get(key) ?? new FleetFollower(randomUUID());
    this.#followers.set(key, follower);
    const now = clock();
    follower.usedAt = now;
    const age = now - follower.loadedAt;
    if (age >= FRESH && !follower.loading) {
      const loading = this.#load(follower, credentials).finally(() => {
        follower.loading = undefined;
      });
      follower.loading = loading;
      // Whoever waits for it is told; when nobody does, the next question tries again.
      loading.catch(() => {});
    }
    if (age >= STALE) await follower.loading;
    return follower;
  }

  async #load(
    follower: FleetFollower,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { auth, userInfo, listServices, clock } = this.#options;
    const ownership = auth.isPrincipal(credentials, 'user')
      ? (await userInfo.getUserInfo(credentials)).ownershipEntityRefs
      : [];
    const claims = new Set(
      ownership.map(ref => ref.toLocaleLowerCase('en-US')),
    );
    const list = await listServices(credentials, claims);
    follower.update(list, () => this.#tick());
    follower.loadedAt = clock();
  }

  /** A cursor is of one list, of one process, and of one filter. */
  #writeCursor(owned: boolean, follower: FleetFollower): string {
    return [follower.id, owned ? 'owned' : 'all', this.#count].join('.');
  }

  /** @returns `undefined` for a cursor that cannot be continued: the answer is complete then */
  #readCursor(
    { owned, since }: FleetRequest,
    follower: FleetFollower,
  ): number | undefined {
    const [id, filter, count] = since?.split('.') ?? [];
    const ours =
      id === follower.id &&
      filter === (owned ? 'owned' : 'all') &&
      /^\d{1,15}$/.test(count ?? '');
    return ours ? Number(count) : undefined;
  }
}

/** Not all of a list is shown. */
function cut({ services, total }: FleetFollower): Message {
  return { code: 'cut', params: { shown: services.size, total } };
}

/** A cell as it is told now: rows are kept, and must not count seconds. */
function told(
  cell: FleetCell,
  status: ClusterStatus | undefined,
  now: number,
): FleetCell {
  if (cell.state !== 'unknown') return cell;
  const { cluster, staleSince } = cell;
  return { ...cell, reason: lostContact(cluster, status, staleSince, now) };
}
