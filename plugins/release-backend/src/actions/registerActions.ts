import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { createOperationActions } from '../operations/createOperationActions';
import { createProvisionActions } from '../provision/createProvisionActions';
import type { createRollouts } from '../services/createRollouts';
import type { createServices } from '../services/createServices';
import type { Projects } from '../stage/Projects';
import { createFreezeActions } from './createFreezeActions';
import { createGetWorkloadAction } from './createGetWorkloadAction';
import { createListChangesAction } from './createListChangesAction';
import { createListWorkloadsAction } from './createListWorkloadsAction';
import { createPlanActions } from './createPlanActions';
import { createRolloutCommandActions } from './createRolloutCommandActions';
import { createRolloutReadActions } from './createRolloutReadActions';
import { createStageActions } from './createStageActions';
import { readableActions } from './readableActions';

type Services = ReturnType<typeof createServices> &
  ReturnType<typeof createRollouts>;

interface Options extends Services {
  actionsRegistry: ActionsRegistryService;
  auditor: AuditorService;
  logger: LoggerService;
  projects: Projects;
}

/** What the screens can do, for MCP clients. */
export function registerActions(all: Options): void {
  const options = {
    ...all,
    actionsRegistry: readableActions(all.actionsRegistry, all.logger),
  };
  createListWorkloadsAction(options);
  createGetWorkloadAction(options);
  createRolloutReadActions(options);
  createPlanActions(options);
  createRolloutCommandActions(options);
  createStageActions(options);
  createListChangesAction(options);
  createFreezeActions(options);
  createProvisionActions(options);
  createOperationActions({ ...options, access: options.operationAccess });
}
