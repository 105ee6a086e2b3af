import type {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { WorkloadReader } from '@pilothouse/plugin-release-node';
import type { LogsConfig } from './config/readLogsConfig';
import { EntityTargets } from './scope/EntityTargets';
import { ContextService } from './search/ContextService';
import { SearchScopes } from './search/SearchScope';
import { SearchService } from './search/SearchService';
import { SourcesService } from './search/SourcesService';
import { SourceSearch } from './search/SourceSearch';

interface Options {
  auth: AuthService;
  discovery: DiscoveryService;
  logger: LoggerService;
  config: LogsConfig;
  clock?: () => number;
}

export interface Logs {
  search: SearchService;
  context: ContextService;
  sources: SourcesService;
  close(): Promise<void>;
}

/** The services behind the API, over the sources of the configuration. */
export function createLogs(options: Options): Logs {
  const { auth, discovery, logger, config, clock = Date.now } = options;
  const workloads = new WorkloadReader({ auth, discovery });
  const sources = config.sources.map(
    source =>
      new SourceSearch(source, {
        clock,
        onProblem: message => logger.warn(message),
      }),
  );
  const targets = new EntityTargets({ auth, workloads, clock });
  const scopes = new SearchScopes({ targets, workloads, sources });
  const { maxRangeMs } = config;
  return {
    search: new SearchService({ scopes, maxRangeMs, clock }),
    context: new ContextService({ scopes, clock }),
    sources: new SourcesService({ scopes, clock }),
    async close() {
      await Promise.all(sources.map(source => source.close()));
    },
  };
}
