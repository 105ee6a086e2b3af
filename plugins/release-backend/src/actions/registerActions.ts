import type { AuditorService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { createOperationActions } from '../operations/createOperationActions';
import type { createRollouts } from '../services/createRollouts';
import type { createServices } from '../services/createServices';
import type { Projects } from '../stage/Projects';
import { createGetWorkloadAction } from './createGetWorkloadAction';
import { createLedgerActions } from './createLedgerActions';
import { createListWorkloadsAction } from './createListWorkloadsAction';
import { createPlanActions } from './createPlanActions';
import { createRolloutCommandActions } from './createRolloutCommandActions';
import { createRolloutReadActions } from './createRolloutReadActions';

type Services = ReturnType<typeof createServices> &
  ReturnType<typeof createRollouts>;

interface Options extends Services {
  actionsRegistry: ActionsRegistryService;
  auditor: AuditorService;
  projects: Projects;
}

/** What the screens can do, for MCP clients. */
export function registerActions(options: Options): void {
  createListWorkloadsAction(options);
  createGetWorkloadAction(options);
  createRolloutReadActions(options);
  createPlanActions(options);
  createRolloutCommandActions(options);
  createLedgerActions(options);
  createOperationActions({ ...options, access: options.operationAccess });
}
