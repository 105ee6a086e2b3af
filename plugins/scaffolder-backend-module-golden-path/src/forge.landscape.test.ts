import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { UserEntity } from '@backstage/catalog-model';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAddToSiteAction } from './actions/addToSite';
import { createEnsureMergeRequestAction } from './actions/ensureMergeRequest';
import { createPublishRepositoryAction } from './actions/publishRepository';
import { createRegisterEntityAction } from './actions/registerEntity';
import { createWaitForPipelineAction } from './actions/waitForPipeline';
import { runAction, TaskMemory } from './__testUtils__/runAction';
import {
  createWorkspace,
  startForgeOfLandscape,
} from './__testUtils__/startForgeOfLandscape';

const FILES = {
  'README.md': '# refund-api\n\n退款服务\n',
  '.gitlab-ci.yml': 'build-image:\n  script: [build]\n',
  src: { 'main.js': 'process.exit(0);\n' },
};

type World = Awaited<ReturnType<typeof startForgeOfLandscape>>;

const workspace = createWorkspace();
const workspacePath = workspace.path;
let world: World;
beforeAll(async () => {
  world = await startForgeOfLandscape();
}, 60_000);
afterAll(() => world.stop());
beforeEach(() => {
  world.forge.faults.set({ mode: 'none', delayMs: 0 });
  workspace.setContent(FILES);
});

const WANG_FANG: UserEntity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'wang.fang' },
  spec: { profile: { displayName: '王芳', email: 'wang.fang@yunfan.test' } },
};

function publish(
  name: string,
  options: Partial<Parameters<typeof runAction>[2]> & {
    group?: string;
    checkOnly?: boolean;
  } = {},
) {
  const { group = 'order', checkOnly, ...rest } = options;
  return runAction(
    createPublishRepositoryAction(world.deps),
    { repoUrl: world.repoUrl(group, name), checkOnly },
    { workspacePath, ...rest },
  );
}

async function commitsOf(name: string) {
  return world.api.Commits.all(`order/${name}`, { refName: 'main' });
}

describe('pilothouse:repository:publish', () => {
  it('makes a project that holds the files, as the person who filled in the form', async () => {
    const output = await publish('refund-api', {
      user: { entity: WANG_FANG },
    });
    expect(output).toMatchObject({
      created: true,
      pushed: true,
      projectPath: 'order/refund-api',
      repoContentsUrl: `${world.forge.url}/order/refund-api/-/blob/main/`,
    });
    const [commit, ...earlier] = await commitsOf('refund-api');
    expect(earlier).toEqual([]);
    expect(commit).toMatchObject({
      id: output.commit,
      author_name: '王芳',
      author_email: 'wang.fang@yunfan.test',
    });
    expect(output.shortCommit).toBe(commit.id.slice(0, 8));
    const files = await world.api.Repositories.allRepositoryTrees(
      'order/refund-api',
      { recursive: true },
    );
    expect(
      files.flatMap(({ path, type }) => (type === 'blob' ? [path] : [])).sort(),
    ).toEqual(['.gitlab-ci.yml', 'README.md', 'src/main.js']);
  });

  it('does nothing the second time, and says the same', async () => {
    const memory = new TaskMemory();
    const first = await publish('twice', { memory });
    const second = await publish('twice', { memory });
    expect(second).toEqual({ ...first, pushed: false });
    expect(await commitsOf('twice')).toHaveLength(1);
  });

  it('commits only what a later try of the same task has changed', async () => {
    const memory = new TaskMemory();
    await publish('mended', { memory });
    workspace.addContent({ 'README.md': '# Mended\n' });
    const output = await publish('mended', { memory });
    expect(output).toMatchObject({ created: true, pushed: true });
    const [last] = await commitsOf('mended');
    const diff = await world.api.Commits.showDiff('order/mended', last.id);
    expect(diff.map(({ new_path }) => new_path)).toEqual(['README.md']);
  });

  it("leaves somebody else's history alone", async () => {
    await publish('taken', { taskId: 'somebody' });
    workspace.addContent({ 'README.md': '# Mine now\n' });
    await expect(publish('taken', { taskId: 'me' })).rejects.toThrow(
      /has a history of its own.*choose another name/,
    );
    expect(await commitsOf('taken')).toHaveLength(1);
  });

  it('goes on with what people have mended in the project of the task', async () => {
    const memory = new TaskMemory();
    const first = await publish('repaired', { memory });
    const mended = await world.api.Commits.create(
      'order/repaired',
      'main',
      'Mend the build',
      [{ action: 'update', filePath: 'src/main.js', content: '// mended\n' }],
    );
    const output = await publish('repaired', { memory });
    expect(output).toEqual({
      ...first,
      commit: mended.id,
      shortCommit: mended.id.slice(0, 8),
      pushed: false,
    });
    expect(await commitsOf('repaired')).toHaveLength(2);
    // Another task has made nothing of it.
    await expect(
      publish('repaired', { memory, taskId: 'another' }),
    ).rejects.toThrow(/has a history of its own/);
  });

  it('makes a project as visible as its group, or as it was told', async () => {
    const { id } = await world.api.Namespaces.show('legacy');
    await world.api.Groups.create('Closed', 'closed', {
      parentId: id,
      visibility: 'private',
    });
    const visibilityOf = async (path: string) =>
      (await world.api.Projects.show(path)).visibility;
    await publish('open-enough');
    expect(await visibilityOf('order/open-enough')).toBe('internal');
    await publish('not-open', { group: 'legacy/closed' });
    expect(await visibilityOf('legacy/closed/not-open')).toBe('private');
    await expect(
      runAction(
        createPublishRepositoryAction(world.deps),
        {
          repoUrl: world.repoUrl('legacy/closed', 'too-open'),
          visibility: 'internal',
        },
        { workspacePath },
      ),
    ).rejects.toThrow('internal is not allowed in a private group.');
  });

  it('goes on from an empty project that an earlier try has left', async () => {
    const memory = new TaskMemory();
    // It died when the project was there, and the commit was not.
    const { host } = new URL(world.forge.url);
    await memory.checkpoint({
      key: `repository.${host}.order/half-made`,
      fn: async () => true,
    });
    const { id } = await world.api.Namespaces.show('order');
    await world.api.Projects.create({
      name: 'half-made',
      path: 'half-made',
      namespaceId: id,
    });
    expect(await publish('half-made', { memory })).toMatchObject({
      created: true,
      pushed: true,
    });
  });

  it.each(['refuse', 'error', 'unauthorized'] as const)(
    'finishes once, when the forge was down in its middle: %s',
    async mode => {
      const memory = new TaskMemory();
      world.forge.faults.set({ mode, delayMs: 0 });
      await expect(publish(`later-${mode}`, { memory })).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining('GitLab 127.0.0.1:'),
      });
      world.forge.faults.set({ mode: 'none', delayMs: 0 });
      await publish(`later-${mode}`, { memory });
      expect(await commitsOf(`later-${mode}`)).toHaveLength(1);
    },
  );

  it('writes to no group that is not for the person', async () => {
    await expect(publish('mine', { group: 'payment' })).rejects.toThrow(
      'The GitLab group payment is for group:default/team-payment',
    );
    await expect(publish('mine', { group: 'platform' })).rejects.toThrow(
      'goldenPath.groups lets nobody write to the GitLab group platform',
    );
    await expect(publish('mine', { group: 'order-x' })).rejects.toThrow(
      'lets nobody write',
    );
  });

  it('writes nothing in a dry run', async () => {
    expect(await publish('dry', { isDryRun: true })).toMatchObject({
      projectPath: 'order/dry',
    });
    await expect(world.api.Projects.show('order/dry')).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('says beforehand what it would be refused for, and writes nothing', async () => {
    const memory = new TaskMemory();
    const check = (name: string, more: Parameters<typeof publish>[1] = {}) =>
      publish(name, { memory, checkOnly: true, ...more });
    expect(await check('checked')).toEqual({ projectPath: 'order/checked' });
    await expect(
      world.api.Projects.show('order/checked'),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(check('checked', { group: 'order/gone' })).rejects.toThrow(
      /has no group order\/gone/,
    );
    await expect(check('checked', { group: 'payment' })).rejects.toThrow(
      'The GitLab group payment is for',
    );
    expect(await publish('checked', { memory })).toMatchObject({
      created: true,
      pushed: true,
    });
    // A retry of the task, and a stranger's.
    workspace.addContent({ 'README.md': '# Another\n' });
    expect(await check('checked')).toEqual({ projectPath: 'order/checked' });
    await expect(check('checked', { taskId: 'stranger' })).rejects.toThrow(
      /has a history of its own/,
    );
    expect(await commitsOf('checked')).toHaveLength(1);
  });

  it('is called off with its task', async () => {
    await expect(
      publish('cancelled', {
        signal: AbortSignal.abort(new Error('Cancelled')),
      }),
    ).rejects.toThrow('Cancelled');
  });
});

describe('pilothouse:merge-request:ensure', () => {
  function ensure(more: object = {}, taskId?: string) {
    return runAction(
      createEnsureMergeRequestAction(world.deps),
      {
        repoUrl: world.repoUrl('legacy', 'report-center'),
        branch: 'portal/register',
        title: 'Register in the portal',
        description: 'What the portal needs',
        ...more,
      },
      { workspacePath, taskId },
    );
  }
  const textOf = (path: string, branch: string) =>
    world.api.RepositoryFiles.showRaw('legacy/report-center', path, branch);
  const open = () =>
    world.api.MergeRequests.all({
      projectId: 'legacy/report-center',
      state: 'opened',
    });

  it('opens one with the files, and finds it when tried again', async () => {
    workspace.setContent({ 'catalog-info.yaml': 'kind: Component\n' });
    const before = (await open()).length;
    const first = await ensure();
    expect(first).toMatchObject({ created: true, branch: 'portal/register' });
    const second = await ensure();
    expect(second).toEqual({ ...first, created: false });
    expect(await open()).toHaveLength(before + 1);
    workspace.addContent({ 'docs/index.md': '# Report center\n' });
    const third = await ensure();
    expect(third.mergeRequestUrl).toBe(first.mergeRequestUrl);
    expect(third.commit).not.toBe(first.commit);
  });

  it('leaves alone what people have changed on its branch', async () => {
    const branch = 'portal/filled-in';
    workspace.setContent({ 'canary.yaml': 'replicas: 0\n' });
    const first = await ensure({ branch });
    const filledIn = await world.api.Commits.create(
      'legacy/report-center',
      branch,
      'Fill it in',
      [{ action: 'update', filePath: 'canary.yaml', content: 'ours: 1\n' }],
    );
    const left = { ...first, commit: filledIn.id, created: false };
    // A retry of the same task, and the form filled in again by somebody else.
    expect(await ensure({ branch })).toEqual(left);
    expect(await ensure({ branch }, 'another')).toEqual(left);
    expect(await textOf('canary.yaml', branch)).toBe('ours: 1\n');
  });

  it('leaves alone what another run of a template has made', async () => {
    const branch = 'portal/of-another';
    workspace.setContent({ 'canary.yaml': 'replicas: 0\n' });
    const first = await ensure({ branch }, 'another');
    workspace.setContent({ 'canary.yaml': 'replicas: 1\n' });
    expect(await ensure({ branch })).toEqual({ ...first, created: false });
    expect(await textOf('canary.yaml', branch)).toBe('replicas: 0\n');
  });

  it('writes to no branch of somebody without a merge request', async () => {
    const branch = 'portal/in-use';
    workspace.setContent({ 'canary.yaml': 'replicas: 0\n' });
    await world.api.Commits.create(
      'legacy/report-center',
      branch,
      'Work of mine',
      [{ action: 'create', filePath: 'mine.txt', content: 'mine\n' }],
      { startBranch: 'main' },
    );
    const before = (await open()).length;
    await expect(ensure({ branch })).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('branch portal/in-use'),
    });
    expect(await open()).toHaveLength(before);
  });

  it('opens the merge request that an earlier try did not get to', async () => {
    const branch = 'portal/half-done';
    workspace.setContent({ 'canary.yaml': 'replicas: 0\n' });
    const { mergeRequestIid } = await ensure({ branch });
    await world.api.MergeRequests.edit(
      'legacy/report-center',
      Number(mergeRequestIid),
      { stateEvent: 'close' },
    );
    expect(await ensure({ branch })).toMatchObject({ created: true });
  });

  it.each([true, false])(
    'is done where it was merged, whatever became of the files since, its branch removed: %s',
    async shouldRemoveSourceBranch => {
      const branch = `portal/merged-${shouldRemoveSourceBranch}`;
      const filePath = `${shouldRemoveSourceBranch}.yaml`;
      workspace.setContent({ [filePath]: 'replicas: 0\n' });
      const { mergeRequestIid, mergeRequestUrl } = await ensure({ branch });
      await world.api.MergeRequests.merge(
        'legacy/report-center',
        Number(mergeRequestIid),
        { shouldRemoveSourceBranch },
      );
      const { id } = await world.api.Commits.create(
        'legacy/report-center',
        'main',
        'Two of them',
        [
          {
            action: 'update',
            filePath,
            content: 'replicas: 2\n',
          },
        ],
      );
      expect(await ensure({ branch })).toMatchObject({
        created: false,
        commit: id,
        mergeRequestUrl,
        mergeRequestIid,
      });
      expect(await textOf(filePath, 'main')).toBe('replicas: 2\n');
    },
  );

  it('leaves out what the project has, where it is told to', async () => {
    const branch = 'portal/kept';
    workspace.setContent({
      'pom.xml': '<project/>\n',
      'docs/runbook.md': '# Runbook\n',
    });
    const pom = await textOf('pom.xml', 'main');
    const output = await ensure({ branch, keepExisting: true });
    expect(output).toMatchObject({ created: true, kept: ['pom.xml'] });
    expect(await textOf('pom.xml', branch)).toBe(pom);
    expect(await textOf('docs/runbook.md', branch)).toBe('# Runbook\n');
    const { description } = await world.api.MergeRequests.show(
      'legacy/report-center',
      Number(output.mergeRequestIid),
    );
    expect(description).toBe(
      'What the portal needs\n\nLeft as the project has them · 项目已有，保持不变：\n\n- `pom.xml`\n',
    );
    expect(await ensure({ branch, keepExisting: ['pom.xml'] })).toEqual({
      ...output,
      created: false,
    });
    expect(
      await ensure({ branch: 'portal/not-kept', keepExisting: ['pom/'] }),
    ).toMatchObject({ kept: [] });
    expect(await textOf('pom.xml', 'portal/not-kept')).toBe('<project/>\n');
  });

  it('has nothing to do where the files are there already', async () => {
    await publish('registered');
    const output = await ensure({
      repoUrl: world.repoUrl('order', 'registered'),
    });
    expect(output).toMatchObject({ created: false });
    expect(output.mergeRequestUrl).toBeUndefined();
  });

  it('says that there is no such project', async () => {
    await expect(
      ensure({ repoUrl: world.repoUrl('order', 'nowhere') }),
    ).rejects.toThrow('has no project order/nowhere');
  });
});

describe('pilothouse:catalog:register', () => {
  const found = {
    location: { id: '1', type: 'url', target: '' },
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'built' },
      },
    ],
  };
  function register(group: string, addLocation: jest.Mock, more: object = {}) {
    const catalog = catalogServiceMock.mock({ addLocation });
    return runAction(
      createRegisterEntityAction({
        ...world.deps,
        auth: mockServices.auth(),
        catalog,
      }),
      { repoUrl: world.repoUrl(group, 'built'), ...more },
      { workspacePath },
    );
  }

  it("registers the project's own file, as the portal", async () => {
    const addLocation = jest.fn(async () => found);
    const target = `${world.forge.url}/order/built/-/blob/main/catalog-info.yaml`;
    expect(await register('order', addLocation)).toEqual({
      catalogInfoUrl: target,
      entityRef: 'component:default/built',
    });
    expect(addLocation).toHaveBeenCalledWith(
      { type: 'url', target },
      { credentials: mockCredentials.service('plugin:test') },
    );
  });

  it.each([
    ['path', '../../other/-/blob/main/catalog-info.yaml'],
    ['path', 'docs/%2e%2E/../catalog-info.yaml'],
    ['path', '%252e%252e/catalog-info.yaml'],
    ['path', '..\\catalog-info.yaml'],
    ['branch', '..'],
    ['branch', '%2e.'],
  ])(
    'registers no file outside of the project: %s %s',
    async (field, value) => {
      const addLocation = jest.fn(async () => found);
      await expect(
        register('order', addLocation, { [field]: value }),
      ).rejects.toThrow(`${field} may not leave the repository: ${value}`);
      expect(addLocation).not.toHaveBeenCalled();
    },
  );

  it('registers nothing of a group that is not for the person', async () => {
    const addLocation = jest.fn(async () => found);
    await expect(register('payment', addLocation)).rejects.toThrow(
      'The GitLab group payment is for group:default/team-payment',
    );
    expect(addLocation).not.toHaveBeenCalled();
  });

  it('does it again without an error, and waits for what comes later where it may', async () => {
    const again = jest
      .fn()
      .mockRejectedValueOnce(new ConflictError('exists'))
      .mockResolvedValue(found);
    expect(await register('order', again)).toMatchObject({
      entityRef: 'component:default/built',
    });
    const later = () =>
      jest
        .fn()
        .mockResolvedValueOnce(found)
        .mockRejectedValue(new NotFoundError('no such file'));
    await expect(register('order', later())).rejects.toThrow('no such file');
    expect(
      await register('order', later(), { optional: true }),
    ).not.toHaveProperty('entityRef');
  });
});

describe('pilothouse:pipeline:wait', () => {
  function wait(name: string, commit: unknown, more: object = {}) {
    return runAction(
      createWaitForPipelineAction(world.deps),
      {
        repoUrl: world.repoUrl('order', name),
        commit: `${commit}`,
        ...more,
      },
      { workspacePath },
    );
  }

  it('waits until the image of a commit is built', async () => {
    const { commit } = await publish('built');
    expect(await wait('built', commit)).toMatchObject({
      status: 'success',
      pipelineUrl: expect.stringMatching(/order\/built\/-\/pipelines\/\d+$/),
    });
  }, 60_000);

  it('says which jobs there are when its own is none of them', async () => {
    const { commit } = await publish('unbuilt');
    await expect(
      wait('unbuilt', commit, { job: 'no-such-job' }),
    ).rejects.toThrow(/has no job no-such-job, only .*build-image/);
  }, 60_000);

  it('gives up after its time, and says how to go on', async () => {
    await publish('silent');
    await expect(
      wait('silent', 'f'.repeat(40), { timeout: 'PT1S' }),
    ).rejects.toThrow(/Waited 1 s for the job build-image of ffffffff/);
  });
});

describe('pilothouse:site:add-pages', () => {
  const add = (name: string, path = 'runbooks/en/orders-lost.md') =>
    runAction(
      createAddToSiteAction(world.deps),
      {
        repoUrl: world.repoUrl('order', name),
        chapter: 'Runbooks 运维手册',
        pages: [{ title: 'Orders are lost', path }],
      },
      { workspacePath },
    );

  it('writes the navigation of the project, with the pages in it', async () => {
    workspace.setContent({});
    expect(await add('order-api')).toEqual({ docsDir: 'docs' });
    const site = await readFile(join(workspacePath, 'mkdocs.yml'), 'utf8');
    expect(site).toContain(
      '  - Runbooks 运维手册:\n      - Orders are lost: runbooks/en/orders-lost.md\n',
    );
    const before = await world.api.RepositoryFiles.showRaw(
      'order/order-api',
      'mkdocs.yml',
      'main',
    );
    expect(site).toContain(String(before).split('\n')[0]);
    // A second try, before anything is merged, writes the same.
    await add('order-api');
    expect(await readFile(join(workspacePath, 'mkdocs.yml'), 'utf8')).toBe(
      site,
    );
  });

  it('writes over no page, and into no project without documentation', async () => {
    await expect(add('order-api', 'runbook.md')).rejects.toThrow(ConflictError);
    await publish('no-docs-api');
    await expect(add('no-docs-api')).rejects.toThrow(/has no mkdocs.yml/);
    await expect(add('nowhere-api')).rejects.toThrow(NotFoundError);
  });

  it('is for those who may write to the group', async () => {
    const stolen = runAction(
      createAddToSiteAction(world.deps),
      {
        repoUrl: world.repoUrl('payment', 'payment-api'),
        chapter: 'x',
        pages: [{ title: 'x', path: 'x.md' }],
      },
      { workspacePath },
    );
    await expect(stolen).rejects.toThrow(/payment/);
  });
});
