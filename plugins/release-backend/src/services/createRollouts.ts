import type {
  AuditorService,
  AuthService,
  LoggerService,
  PermissionsService,
  RootConfigService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { ClustersService } from '@pilothouse/plugin-clusters-node';
import type { EnvironmentOption } from '@pilothouse/plugin-release-common';
import type { EvidenceProvider } from '@pilothouse/plugin-release-node';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { LiveClusters } from '../clusters/LiveClusters';
import type { Environments } from '../config/Environments';
import type { Grants } from '../config/Grants';
import { OperationTurns } from '../database/OperationTurns';
import type { EntityAccess } from '../entity/EntityAccess';
import { DatabaseFreezeStore } from '../freeze/DatabaseFreezeStore';
import { FreezeDesk } from '../freeze/FreezeDesk';
import { FreezeService } from '../freeze/FreezeService';
import { readFreezes } from '../freeze/readFreezes';
import { ChangeService } from '../ledger/ChangeService';
import { EntityReader } from '../ledger/EntityReader';
import { Ledger } from '../ledger/Ledger';
import { OperationService } from '../operations/OperationService';
import { manifestYaml } from '../plan/manifestYaml';
import { PlanService } from '../plan/PlanService';
import { TargetScenes } from '../plan/TargetScenes';
import { trafficEvidence } from '../plan/trafficEvidence';
import { readPolicies } from '../policy/readPolicies';
import { createProvision } from '../provision/createProvision';
import { NameService } from '../provision/form/NameService';
import { createImages } from '../registry/createImages';
import { WorkloadImages } from '../registry/WorkloadImages';
import { DatabaseRolloutStore } from '../rollout/DatabaseRolloutStore';
import { decide } from '../rollout/decide';
import { reduce } from '../rollout/reduce';
import type { NoticeLinks } from '../rollout/runner/NoticeLinks';
import { RolloutNotifier } from '../rollout/runner/RolloutNotifier';
import { RolloutRunner } from '../rollout/runner/RolloutRunner';
import type { RunnerMetrics } from '../rollout/runner/RunnerMetrics';
import { Commanders } from '../rollout/service/Commanders';
import { RolloutCommands } from '../rollout/service/RolloutCommands';
import { RolloutQueries } from '../rollout/service/RolloutQueries';
import { RolloutStarts } from '../rollout/service/RolloutStarts';
import { CatalogSubjects } from '../stage/CatalogSubjects';
import type { Projects } from '../stage/Projects';
import { StageAccess } from '../stage/StageAccess';
import { StageOperations } from '../stage/StageOperations';
import { StageService } from '../stage/StageService';
import type { ChangeSignals } from './ChangeSignals';
import { DatabaseClock } from './DatabaseClock';
import type { WorkloadService } from './WorkloadService';

interface Options {
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  clusters: ClustersService;
  knex: Knex;
  logger: LoggerService;
  metrics: RunnerMetrics;
  noticeLinks: NoticeLinks;
  notifications: NotificationService;
  permissions: PermissionsService;
  providers: readonly EvidenceProvider[];
  rootConfig: RootConfigService;
  userInfo: UserInfoService;
  access: EntityAccess;
  environments: Environments;
  grants: Grants;
  projects: Projects;
  signals: ChangeSignals;
  workloads: WorkloadService;
  environmentOptions: readonly EnvironmentOption[];
  liveClusters: LiveClusters;
  clock: () => number;
}

/** Everything that plans, starts, steers and carries out what changes something. */
export function createRollouts(options: Options) {
  const { auth, catalog, permissions, environments, signals, clock } = options;
  const { knex, logger, rootConfig, workloads, access, projects } = options;

  const store = new DatabaseRolloutStore(knex);
  const ledger = new Ledger(knex);
  const time = new DatabaseClock({ ask: () => store.now(), logger });
  const policies = readPolicies(rootConfig, environments.list);
  const freezes = new FreezeService({
    store: new DatabaseFreezeStore(knex),
    ledger,
    configured: readFreezes(
      rootConfig,
      environments.list.map(({ name }) => name),
    ),
    clock: () => performance.now(),
    changed: () => signals.rolloutsChanged(),
  });
  const freezeLookup = {
    async activeFor(
      stage: { environment: string; system?: string },
      overridden: readonly string[] = [],
    ) {
      const { environment, system } = stage;
      const at = await time.now();
      const holding = await freezes.activeFor({ environment, system, at });
      return holding.find(({ freeze }) => !overridden.includes(freeze.id));
    },
  };
  const { images, imageHosts, imageResolver, close } = createImages(rootConfig);

  const stageAccess = new StageAccess({ auth, permissions, projects });
  const subjects = new CatalogSubjects({ access, catalog });
  const commanders = new Commanders({ auth, stages: stageAccess });

  const notifier = new RolloutNotifier({
    notifications: options.notifications,
    store,
    links: options.noticeLinks,
    logger,
  });
  const runner = new RolloutRunner({
    owner: randomUUID(),
    store,
    machine: { reduce, decide },
    clusters: options.clusters,
    providers: options.providers,
    ledger,
    auditor: options.auditor,
    surroundings: {
      freezeFor: async (stage, overridden) => {
        const moment = await freezeLookup.activeFor(stage, overridden);
        return moment && { id: moment.freeze.id, reason: moment.freeze.reason };
      },
      findEntity: async entityRef => {
        const entity = await catalog.getEntityByRef(entityRef, {
          credentials: await auth.getOwnServiceCredentials(),
        });
        return entity && { annotations: entity.metadata.annotations ?? {} };
      },
    },
    audience: {
      appended(before, after, events) {
        signals.rolloutsChanged(after.definition.entityRef);
        notifier.appended(before, after, events);
      },
    },
    logger,
    metrics: options.metrics,
  });

  const plans = new PlanService({
    access: stageAccess,
    environments,
    freezes: freezeLookup,
    policies,
    scenes: new TargetScenes({ workloads, images: imageResolver, clock }),
    store,
    subjects,
    traffic: trafficEvidence(options.providers),
    workloads,
    clock,
  });
  const rollouts = new RolloutQueries({
    access,
    auth,
    catalog,
    commanders,
    crew: runner,
    freezes: freezeLookup,
    permissions,
    projects,
    store,
    userInfo: options.userInfo,
  });
  const changed = (entityRef: string) => signals.rolloutsChanged(entityRef);
  const reader = new EntityReader({ catalog, permissions });

  return {
    store,
    workloadImages: new WorkloadImages({ access, workloads, images }),
    freezeDesk: new FreezeDesk({ auth, freezes, permissions, reader }),
    notifier,
    runner,
    plans,
    rollouts,
    starts: new RolloutStarts({
      auth,
      commanders,
      crew: runner,
      ledger,
      plans,
      rollouts,
      stages: stageAccess,
      store,
      changed,
    }),
    commands: new RolloutCommands({
      commanders,
      crew: runner,
      ledger,
      rollouts,
      store,
      changed,
    }),
    provision: createProvision({
      ...options,
      ledger,
      stages: stageAccess,
      freezeOf: stage => freezeLookup.activeFor(stage),
      changed,
    }),
    names: new NameService({
      auth,
      catalog,
      clusters: options.liveClusters,
      images,
      hosts: imageHosts,
      environments: options.environmentOptions,
    }),
    changes: new ChangeService({ ledger, access, reader }),
    stages: new StageService({
      access: stageAccess,
      environments,
      permissions,
      policies,
      projects,
      subjects,
      workloads,
      freezesOf: async (stage, ahead) => {
        const at = await time.now();
        return freezes.upcoming({ ...stage, at, until: at + ahead });
      },
      clock,
    }),
    operationAccess: new StageOperations({
      auth,
      environments,
      stages: stageAccess,
      subjects,
    }),
    operations: new OperationService({
      workloads,
      ledger,
      turns: new OperationTurns(knex),
      logger,
      freezeOf: stage => freezeLookup.activeFor(stage),
      rolloutOn: async workloadId =>
        (await store.activeOn([workloadId])).at(0)?.definition.id,
      boundsOf: name => policies.of(environments.get(name)).replicas,
      isProtected: name => environments.get(name).protected,
      toYaml: manifestYaml,
      clock,
    }),
    async stop(): Promise<void> {
      await runner.stop();
      await close();
    },
  };
}
