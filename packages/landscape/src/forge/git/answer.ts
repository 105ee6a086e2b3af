import type { IncomingMessage, ServerResponse } from 'node:http';
import { ACCOUNTS, type Account } from '../accounts';
import type { Forge, RefUpdate } from '../forge';
import { ForgeRefusal } from '../http';
import { fullPathOf } from '../model';
import { runHttpBackend } from './http-backend';
import type { Ref, Repository } from './repository';

/** What is below `/-/` are pages, whatever a file is called. */
const PATH =
  /^(?!.*\/-\/)\/([\w.-]+(?:\/[\w.-]+)+)\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** Whether a git client asks for this. */
export function isGitPath(path: string): boolean {
  return PATH.test(path);
}

/**
 * Answers clones, fetches and pushes of projects that there are.
 *
 * @throws ForgeRefusal
 */
export async function answerGit(
  forge: Forge,
  request: {
    message: IncomingMessage;
    response: ServerResponse;
    url: URL;
    account: Account | undefined;
  },
): Promise<void> {
  const { message, response, url, account } = request;
  const [, name = '', action = ''] = PATH.exec(url.pathname) ?? [];
  if (!account) {
    // git asks without a password first, and sends it when it is told to.
    throw new ForgeRefusal(
      401,
      { message: 'HTTP Basic: Access denied' },
      { 'WWW-Authenticate': 'Basic realm="GitLab"' },
    );
  }
  const project = forge.store.project(name.replace(/\.git$/, ''));
  if (!project) throw new ForgeRefusal(404, { message: '404 Not Found' });
  const service =
    action === 'info/refs' ? url.searchParams.get('service') : action;
  const pushes = service === 'git-receive-pack';
  if (pushes && ACCOUNTS[account] !== 'api') {
    throw new ForgeRefusal(403, {
      message: 'You are not allowed to push code to this project.',
    });
  }
  const run = () =>
    runHttpBackend(message, response, {
      root: forge.store.repositories,
      // From what the forge has, never from what was asked for.
      path: `/${fullPathOf(project).toLowerCase()}.git/${action}`,
      query: service && action === 'info/refs' ? `service=${service}` : '',
      user: account,
    });
  if (action !== 'git-receive-pack') {
    await run();
    return;
  }
  const repository = forge.store.repository(project);
  await forge.store.exclusively(project, async () => {
    const before = await repository.refs();
    await run();
    const updates = await updatesSince(repository, before);
    if (updates.length > 0) await forge.pushed(project, updates, account);
  });
}

async function updatesSince(
  repository: Repository,
  before: readonly Ref[],
): Promise<RefUpdate[]> {
  const after = await repository.refs();
  const key = ({ kind, name }: Ref) => `${kind}/${name}`;
  const old = new Map(before.map(ref => [key(ref), ref]));
  const present = new Set(after.map(key));
  const moved = after.flatMap(ref => {
    const from = old.get(key(ref))?.sha;
    const { kind, name, sha } = ref;
    return from === sha ? [] : [{ kind, name, from, to: sha }];
  });
  const gone = before
    .filter(ref => !present.has(key(ref)))
    .map(({ kind, name, sha }) => ({ kind, name, from: sha }));
  return [...moved, ...gone];
}
