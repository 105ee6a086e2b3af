import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { SkywalkingDesk } from '../SkywalkingDesk';
import { createFindTracesAction } from './createFindTracesAction';
import { createGetServiceHealthAction } from './createGetServiceHealthAction';

/** Registers what MCP clients can ask, with the permission that the screens ask for. */
export function registerActions(options: {
  actionsRegistry: ActionsRegistryService;
  desk: SkywalkingDesk;
}): void {
  createGetServiceHealthAction(options);
  createFindTracesAction(options);
}
