import type {
  AuthService,
  LoggerService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { ClustersService } from '@pilothouse/plugin-clusters-node';
import { BEAT_INTERVAL_MS } from '@pilothouse/plugin-release-common';
import { affectedDeployments } from '../clusters/affectedDeployments';
import { isDetailKind } from '../clusters/LiveCluster';
import { LiveClusters } from '../clusters/LiveClusters';
import { Environments } from '../config/Environments';
import { Grants } from '../config/Grants';
import type { ReleaseConfig } from '../config/readReleaseConfig';
import { EntityAccess } from '../entity/EntityAccess';
import { environmentOptions } from '../provision/form/environmentOptions';
import type { Projects } from '../stage/Projects';
import { ChangeSignals } from './ChangeSignals';
import { EntityViews } from './EntityViews';
import { FleetService } from './FleetService';
import { listServices } from './listServices';
import { PodLogService } from './PodLogService';
import { WorkloadService } from './WorkloadService';

/** How often it is looked for what nobody needs any more. */
const PRUNE_INTERVAL = 30_000;

interface Options {
  config: ReleaseConfig;
  auth: AuthService;
  catalog: CatalogService;
  clusters: ClustersService;
  logger: LoggerService;
  permissions: PermissionsService;
  projects: Projects;
  signals: SignalsService;
  userInfo: UserInfoService;
}

/** Everything that answers questions, connected: a change of a cluster ends views, and tells who looks at them. */
export function createServices(options: Options) {
  const { auth, catalog, logger, permissions, userInfo } = options;
  const clock = Date.now;
  const environments = new Environments(options.config.environments);
  const grants = new Grants(options.config.namespaces);
  const views = new EntityViews({ house: { environments, grants }, clock });

  const clusters = new LiveClusters({
    clusters: options.clusters,
    names: environments.clusters,
    clock,
  });
  const workloads = new WorkloadService({
    clusters,
    environments,
    views,
    clock,
  });
  const fleet = new FleetService({
    auth,
    userInfo,
    clusters,
    environments,
    views,
    clock,
    listServices: (credentials, claims) =>
      listServices({ catalog, permissions }, credentials, claims),
  });
  const signals = new ChangeSignals({
    signals: options.signals,
    logger,
    clock,
    fleetChanged: () => {
      const live = clusters.current();
      return live ? fleet.refresh(live) : new Set();
    },
  });

  clusters.listen({
    onChange: (cluster, kind, changes) => {
      const { objects } = cluster.snapshot();
      const affected = objects && affectedDeployments(kind, changes, objects);
      // An autoscaler writes down what it measures all the time, which is in no view.
      if (isDetailKind(kind)) signals.detailsChanged(views.concerned(affected));
      else signals.changed(views.invalidate(affected));
    },
    onUpheaval: () => {
      views.invalidate(undefined);
      signals.everythingChanged();
    },
  });

  const pruning = setInterval(() => {
    views.prune();
    fleet.prune();
    signals.prune();
    clusters.prune();
  }, PRUNE_INTERVAL);
  pruning.unref();
  const beating = setInterval(() => signals.beat(), BEAT_INTERVAL_MS);
  beating.unref();

  return {
    clock,
    environments,
    environmentOptions: environmentOptions(options.config.environments),
    liveClusters: clusters,
    grants,
    access: new EntityAccess({
      auth,
      catalog,
      permissions,
      projects: options.projects,
      clock,
    }),
    workloads,
    logs: new PodLogService({ workloads }),
    fleet,
    signals,
    /** Ends all watches and timers. */
    stop() {
      clearInterval(pruning);
      clearInterval(beating);
      signals.stop();
      clusters.close();
    },
  };
}
