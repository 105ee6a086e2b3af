import type {
  Fleet,
  FleetCell,
  FleetService,
  WorkloadState,
} from '@pilothouse/plugin-release-common';

const TEAMS = ['order', 'payment', 'search', 'logistics', 'member', 'growth'];
const WORDS = ['api', 'web', 'rpc', 'worker', 'gateway', 'sync', 'job', 'bff'];
const ENVIRONMENTS = [
  { name: 'dev', protected: false, clusters: ['dev'] },
  { name: 'test', protected: false, clusters: ['test'] },
  { name: 'staging', protected: false, clusters: ['prod-beijing'] },
  {
    name: 'prod',
    protected: true,
    clusters: [
      'prod-beijing',
      'prod-shanghai',
      'prod-shenzhen',
      'prod-chengdu',
      'prod-xian',
      'prod-hangzhou',
    ],
  },
];

export interface GenerateFleetOptions {
  services: number;
  /** How many columns there are, up to 9. */
  columns?: number;
  /** Clusters that do not answer. */
  dead?: string[];
  seed?: number;
  now?: Date;
}

/** A fleet as a company of some size has it: mostly well, a few percent in trouble, some on the move. */
export function generateFleet(options: GenerateFleetOptions): Fleet {
  const { services, columns = 9, dead = [], seed = 1 } = options;
  const now = options.now ?? new Date();
  const since = new Date(now.getTime() - 38_000).toISOString();
  const random = mulberry32(seed);
  const environments = ENVIRONMENTS.map(environment => ({
    ...environment,
    clusters: environment.clusters.slice(0, Math.max(1, columns - 3)),
  }));
  const clusters = [...new Set(environments.flatMap(env => env.clusters))];

  const cellAt = (environment: string, cluster: string, version: string) => {
    const desired = environment === 'prod' ? 6 : 2;
    const state = dead.includes(cluster) ? 'unknown' : pickState(random());
    const cell: FleetCell = {
      environment,
      cluster,
      workloadId: `${environment}/${cluster}/ns/service`,
      workloads: 1,
      version,
      ready: state === 'healthy' || state === 'unknown' ? desired : desired - 1,
      desired,
      state,
      drift: false,
    };
    if (state === 'unknown') cell.staleSince = since;
    if (state === 'degraded') {
      cell.reason = { code: 'crash-loop', params: { restarts: 7 } };
    }
    return cell;
  };

  return {
    environments,
    services: Array.from({ length: services }, (_, index): FleetService => {
      const team = TEAMS[index % TEAMS.length];
      const name = `${team}-${WORDS[index % WORDS.length]}-${index + 1}`;
      const base = `${1 + Math.floor(random() * 5)}.${Math.floor(
        random() * 9,
      )}`;
      return {
        entityRef: `component:default/${name}`,
        title: name,
        owner: `group:default/team-${team}`,
        system: `system:default/${team}`,
        mine: team === 'order',
        cells: environments.flatMap((environment, stage) =>
          environment.clusters.map(cluster =>
            cellAt(environment.name, cluster, `${base}.${3 - stage}`),
          ),
        ),
      };
    }),
    complete: true,
    cursor: 'generated-1',
    clusters: clusters.map(name => ({
      name,
      status: dead.includes(name) ? 'unreachable' : 'live',
      since,
      lastContactAt: dead.includes(name) ? since : now.toISOString(),
      forbidden: [],
      writable: true,
    })),
    problems: [],
    now: now.toISOString(),
  };
}

function pickState(luck: number): WorkloadState {
  if (luck < 0.01) return 'degraded';
  if (luck < 0.03) return 'progressing';
  return luck < 0.04 ? 'stopped' : 'healthy';
}

/** The same numbers for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
