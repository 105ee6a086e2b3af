import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ForgeUnderTest } from '../__testUtils__/forge-under-test';

const run = promisify(execFile);

const forge = new ForgeUnderTest();
beforeAll(() => forge.start());
afterAll(async () => {
  await forge.stop();
  expect(forge.errors).toEqual([]);
});

describe('git over HTTP', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'forge-clone-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const git = async (...args: string[]) => {
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
    };
    const options = ['-c', 'user.name=w', '-c', 'user.email=w@yunfan.test'];
    const { stdout } = await run('git', [...options, ...args], {
      cwd: folder,
      env,
    });
    return stdout.trim();
  };
  const remote = (account: 'portal' | 'reader', path: string) =>
    `${forge.running.url.replace(
      '//',
      `//oauth2:${forge.running.tokens[account]}@`,
    )}/${path}`;

  it('takes pushes, and starts over nothing', async () => {
    const project = await forge.newProject('pushed');
    await git('init', '--quiet', '--initial-branch=main');
    await writeFile(join(folder, 'a.txt'), 'a'.repeat(100_000));
    await git('add', '.');
    await git('commit', '--quiet', '--message=One');
    const url = remote('portal', 'order/pushed.git');
    await git('push', '--quiet', url, 'main');
    const head = await git('rev-parse', 'HEAD');
    expect(
      await forge.json(`${project}/repository/branches/main`),
    ).toMatchObject({
      commit: { id: head },
      default: true,
      protected: true,
    });
    expect(await git('ls-remote', url)).toContain(head);
    await expect(
      git('push', remote('reader', 'order/pushed.git'), 'main:other'),
    ).rejects.toThrow('403');
  });

  it('wants a password, and has no other repositories than those of projects', async () => {
    const path = 'order/order-api.git/info/refs?service=git-upload-pack';
    const response = await fetch(`${forge.running.url}/${path}`);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(
      'Basic realm="GitLab"',
    );
    await expect(
      git('ls-remote', remote('portal', 'order/none.git')),
    ).rejects.toThrow('not found');
    await git('clone', '--quiet', remote('portal', 'order/order-api.git'), '.');
    expect(await readFile(join(folder, 'mkdocs.yml'), 'utf8')).toContain(
      'order-api',
    );
  });
});
