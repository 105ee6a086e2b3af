import type {
  AuthService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Environments } from '../config/Environments';
import type { StageAccess } from '../stage/StageAccess';
import { ManifestService } from './ManifestService';
import { NamespaceService } from './namespace/NamespaceService';
import type { ProvisionPorts } from './ports';
import { ProvisionDesk } from './ProvisionDesk';
import { ProvisionService } from './ProvisionService';
import { readProvisionConfig } from './readProvisionConfig';

interface Options extends Omit<ProvisionPorts, 'config'> {
  auth: AuthService;
  catalog: CatalogService;
  environments: Environments;
  rootConfig: RootConfigService;
  stages: StageAccess;
}

/** Everything that makes room for new services. */
export function createProvision(options: Options): ProvisionService {
  const { rootConfig, environments } = options;
  const config = readProvisionConfig(rootConfig, environments.list);
  const ports = { ...options, config };
  return new ProvisionService({
    ...options,
    desk: new ProvisionDesk(ports),
    manifests: new ManifestService(ports),
    namespaces: new NamespaceService(ports),
  });
}
