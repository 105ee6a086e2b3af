import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Clock } from '../clock';
import { ClusterFaults } from '../kubernetes/api/faults';
import type { KubeApi } from '../kubernetes/types';
import { isOwnHost, startSystemServer } from '../system-server';
import type { World } from '../world/world';
import { Doorkeeper, loadForgeTokens, type Account } from './accounts';
import { answerApi } from './api/answer';
import { Forge } from './forge';
import { answerGit, isGitPath } from './git/answer';
import { ForgeRefusal, type ForgeAnswer } from './http';
import { answerPage, isPagePath, refusalPage } from './pages/answer';
import { Runner } from './runner/runner';
import { companyGroups } from './seed/groups';
import { reportCenterStory } from './seed/report-center';
import { seedProjects } from './seed/seed';
import { serviceStories } from './seed/service-stories';
import { ForgeStore } from './store';

/** A forge that can be reached over HTTP. */
export interface RunningForge {
  /** Without a slash at the end: `http://127.0.0.1:7111`. */
  url: string;
  /** By account: `portal`, `reader`. */
  tokens: Readonly<Record<Account, string>>;
  faults: ClusterFaults;
  forge: Forge;
  /** How many requests have come since the start. */
  requestCount(): number;
  stop(): Promise<void>;
}

const BROKEN = new ForgeRefusal(500, {
  message: '500 Internal Server Error',
});

/** Of a GitLab in its maintenance mode; git is told the same. */
const READ_ONLY = new ForgeRefusal(403, {
  message: 'You cannot perform write operations on a read-only instance',
});

/**
 * Starts a forge on 127.0.0.1: GitLab's API, git over HTTP, a runner, and pages to read.
 *
 * @param options - `port` 0 takes any that is free; everything is kept below `<dataDir>/forge`, tokens under
 *   `<dataDir>/pki`
 * @throws Error with code `EADDRINUSE` when somebody listens on the port
 */
export async function startForge(options: {
  clock: Clock;
  world: World;
  port: number;
  dataDir: string;
  /** Those that the runner deploys to. */
  clustersOf?: (environment: string) => readonly KubeApi[];
  /** Told of failures inside that stop nothing. */
  onError?: (error: unknown) => void;
}): Promise<RunningForge> {
  const { clock, world, dataDir, clustersOf = () => [] } = options;
  const { onError = () => {} } = options;
  const tokens = await loadForgeTokens(dataDir);
  const doorkeeper = new Doorkeeper(tokens);
  const store = await ForgeStore.open(join(dataDir, 'forge'), onError);
  for (const group of companyGroups(clock.now())) store.addGroup(group);
  const runner = new Runner({
    clock,
    store,
    images: world.images,
    clustersOf,
    onError,
  });
  for (const { images } of store.projects()) {
    for (const image of images) world.images.put(image);
  }
  const faults = new ClusterFaults(clock);
  const server = await startSystemServer({
    port: options.port,
    faults,
    answer,
    onError,
  });
  const { url } = server;
  const forge = new Forge({ clock, url, store, runner });

  // Who never asks the forge anything, as most tests, does not wait for it either.
  let seeded: Promise<void> | undefined;
  const seed = () =>
    seedProjects(
      store,
      world.history.length > 0
        ? [...serviceStories(world, url), reportCenterStory(world.bornAt)]
        : [],
    );

  async function answer(message: IncomingMessage, response: ServerResponse) {
    await new Promise<void>(resolve => faults.pass(resolve));
    if (response.destroyed) return;
    let page: URL | undefined;
    try {
      checkHost(message, server.port);
      const requestUrl = URL.parse(`${url}${message.url}`);
      if (!requestUrl) throw new ForgeRefusal(400, { error: 'Bad Request' });
      const isGit = isGitPath(requestUrl.pathname);
      if (!isGit && isPagePath(requestUrl.pathname)) page = requestUrl;
      seeded ??= seed();
      await seeded;
      const { mode } = faults.get();
      if (mode === 'error') {
        throw new ForgeRefusal(500, BROKEN.body);
      }
      if (mode === 'maintenance' && isWrite(message, requestUrl)) {
        throw READ_ONLY;
      }
      if (page) {
        send(
          message,
          response,
          await answerPage(forge, { message, url: page }),
        );
        return;
      }
      const account =
        mode === 'unauthorized'
          ? undefined
          : doorkeeper.accountOf(message.headers);
      if (isGit) {
        await answerGit(forge, { message, response, url: requestUrl, account });
        return;
      }
      send(
        message,
        response,
        await answerApi(forge, { message, url: requestUrl, account }),
      );
    } catch (error) {
      const refusal = error instanceof ForgeRefusal ? error : BROKEN;
      if (refusal === BROKEN) onError(error);
      // A clone that is under way cannot be answered any more.
      if (response.headersSent) {
        response.destroy();
        return;
      }
      // What is left of a body that nobody reads must not be taken for the next request.
      if (!message.complete) response.setHeader('Connection', 'close');
      send(
        message,
        response,
        page
          ? refusalPage(forge, { message, url: page }, refusal)
          : refusal.answer(),
      );
    }
  }

  return {
    ...server,
    tokens,
    faults,
    forge,
    stop: async () => {
      runner.stop();
      // Where it has failed, whoever asked has been told.
      await seeded?.catch(() => {});
      await server.stop();
      await store.saved();
    },
  };
}

/** A clone is a POST, too; a push announces itself by a GET. */
function isWrite({ method = '' }: IncomingMessage, url: URL): boolean {
  if (isGitPath(url.pathname)) {
    return (
      url.pathname.endsWith('/git-receive-pack') ||
      url.searchParams.get('service') === 'git-receive-pack'
    );
  }
  return !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

function checkHost({ headers: { host } }: IncomingMessage, port: number) {
  if (isOwnHost(host, port)) return;
  throw new ForgeRefusal(403, {
    message: '403 Forbidden: the forge answers under its own address only',
  });
}

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, headers, body = '' }: ForgeAnswer,
): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'max-age=0, private, must-revalidate',
    ...(status === 204 || status === 304
      ? {}
      : { 'Content-Length': Buffer.byteLength(body) }),
    ...headers,
  });
  response.end(method === 'HEAD' ? undefined : body);
}
