import type {
  AuthService,
  DiscoveryService,
  PermissionsService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { EntityAccess } from '@pilothouse/pilothouse-node';
import { WorkloadReader } from '@pilothouse/plugin-release-node';
import { Skywalkings } from '@pilothouse/plugin-skywalking-node';
import { bindService } from './access/bindService';
import { EntityPodsReader } from './access/EntityPodsReader';
import { ServiceAccess } from './access/ServiceAccess';
import { ServiceClaims } from './access/ServiceClaims';
import { readHealthThresholds } from './config/readHealthThresholds';
import { HealthService } from './health/HealthService';
import { SkywalkingDesk } from './SkywalkingDesk';

interface Options {
  auth: AuthService;
  catalog: CatalogService;
  config: RootConfigService;
  discovery: DiscoveryService;
  permissions: PermissionsService;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/** Puts the backend together. @throws InputError that names the key of the configuration that is wrong */
export function createDesk(options: Options): {
  desk: SkywalkingDesk;
  services: ServiceAccess;
  skywalkings: Skywalkings;
} {
  const { auth, config, clock = Date.now } = options;
  const skywalkings = Skywalkings.fromConfig(config, clock);
  const services = new ServiceAccess({
    auth,
    skywalkings,
    claims: new ServiceClaims({ ...options, clock }),
    pods: new EntityPodsReader({
      ...options,
      workloads: new WorkloadReader(options),
      clock,
    }),
    clock,
  });
  const desk = new SkywalkingDesk({
    access: new EntityAccess({ ...options, clock, read: bindService }),
    services,
    health: new HealthService({
      thresholds: readHealthThresholds(config),
      clock,
    }),
    clock,
  });
  return { desk, services, skywalkings };
}
