import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { create, ForgeUnderTest } from '../__testUtils__/forge-under-test';

const forge = new ForgeUnderTest();
beforeAll(() => forge.start());
afterAll(async () => {
  await forge.stop();
  expect(forge.errors).toEqual([]);
});

describe('projects', () => {
  it('are made once, and found by path, number and search', async () => {
    const project = await forge.newProject('gift-card');
    const found = await forge.json(project);
    expect(found).toMatchObject({
      path_with_namespace: 'order/gift-card',
      http_url_to_repo: `${forge.running.url}/order/gift-card.git`,
      empty_repo: true,
      default_branch: null,
    });
    expect(await forge.json(`projects/${found.id}`)).toEqual(found);
    expect(await forge.json('projects?search=gift-c')).toEqual([found]);
    const again = { name: 'gift-card', namespace_id: found.namespace.id };
    const refused = await forge.json('projects', { body: again }, 400);
    expect(refused.message.path).toEqual(['has already been taken']);
  });

  it('are seen by no more people than their group', async () => {
    const group = await forge.json('groups', {
      body: { name: 'Closed', path: 'closed', visibility: 'private' },
    });
    const make = (name: string, visibility?: string) => ({
      body: { name, namespace_id: group.id, visibility },
    });
    const refused = await forge.json('projects', make('a', 'internal'), 400);
    expect(refused).toEqual({
      message: {
        visibility_level: ['internal is not allowed in a private group.'],
      },
    });
    const made = await forge.json('projects', make('a'));
    expect(made.visibility).toBe('private');
    await forge.json(
      `projects/${made.id}`,
      { method: 'PUT', body: { visibility: 'public' } },
      400,
    );
    expect(await forge.json(`projects/${made.id}`)).toMatchObject({
      visibility: 'private',
    });
  });

  it('come in pages', async () => {
    const response = await forge.ask('projects?per_page=3&page=2');
    expect(await response.json()).toHaveLength(3);
    expect(response.headers.get('x-next-page')).toBe('3');
    expect(response.headers.get('link')).toContain('rel="next"');
  });

  it('keep variables and protected branches', async () => {
    const project = await forge.newProject();
    const body = { key: 'TOKEN', value: 'secret', masked: true };
    await forge.json(`${project}/variables`, { body });
    await forge.json(`${project}/variables`, { body }, 400);
    const changed = { method: 'PUT', body: { value: 'other' } };
    await forge.json(`${project}/variables/TOKEN`, changed, 200);
    expect(await forge.json(`${project}/variables/TOKEN`)).toMatchObject({
      value: 'other',
      masked: true,
    });
    await forge.json(`${project}/protected_branches`, { body: { name: 'v1' } });
    await forge.json(
      `${project}/protected_branches`,
      { body: { name: 'v1' } },
      409,
    );
  });
});

describe('commits', () => {
  it('are one for all actions, in their order', async () => {
    const project = await forge.newProject();
    const { id } = await forge.commit(project, [
      create('run.sh', 'echo "hi"\n'),
      { action: 'chmod', file_path: 'run.sh', execute_filemode: true },
      { ...create('猫/a b.txt', btoa('bytes')), encoding: 'base64' },
    ]);
    const tree = await forge.json(`${project}/repository/tree?recursive=true`);
    expect(
      tree.map(({ path, mode }: { path: string; mode: string }) => [
        path,
        mode,
      ]),
    ).toEqual([
      ['run.sh', '100755'],
      ['猫', '040000'],
      ['猫/a b.txt', '100644'],
    ]);
    const file = `${project}/repository/files/${encodeURIComponent(
      '猫/a b.txt',
    )}`;
    expect(await forge.json(file)).toMatchObject({
      content: btoa('bytes'),
      last_commit_id: id,
    });
    await forge.commit(project, [
      { action: 'update', file_path: 'run.sh', content: 'echo 2\n' },
      { action: 'move', file_path: 'b.txt', previous_path: '猫/a b.txt' },
    ]);
    const diff = await forge.json(`${project}/repository/commits/main/diff`);
    expect(diff).toMatchObject([
      { renamed_file: true, new_path: 'b.txt' },
      {
        new_path: 'run.sh',
        b_mode: '100755',
        diff: expect.stringContaining('+echo 2'),
      },
    ]);
    const commits = await forge.json(
      `${project}/repository/commits?path=run.sh`,
    );
    expect(commits).toHaveLength(2);
    expect(commits[1].author_name).toBe('Pilothouse');
  });

  it.each([
    ['a file that is there', [create('a', '2')], 'already exists'],
    ['a file in a file', [create('a/b', '2')], 'already exists'],
    [
      'to change what is not there',
      [{ action: 'update', file_path: 'b', content: '' }],
      "doesn't exist",
    ],
    ['to leave the repository', [create('../b', '')], 'traversal'],
    ['to write to .git', [create('.git/hooks/x', '')], 'traversal'],
    ['to break the stream', [create('a\nM 100644 b', '')], 'traversal'],
  ])('refuse %s, whole', async (_, actions, message) => {
    const project = await forge.newProject();
    const { id } = await forge.commit(project, [create('a', '1')]);
    const body = {
      branch: 'main',
      commit_message: 'x',
      actions: [create('good', ''), ...actions],
    };
    const path = `${project}/repository/commits`;
    const refused = await forge.json(path, { body }, 400);
    expect(refused.message).toContain(message);
    expect(await forge.json(path)).toMatchObject([{ id }]);
  });

  it('begin a branch only from another one', async () => {
    const project = await forge.newProject();
    await forge.commit(project, [create('a', '1')]);
    const body = {
      branch: 'b',
      commit_message: 'x',
      actions: [create('b', '')],
    };
    await forge.json(`${project}/repository/commits`, { body }, 400);
    await forge.commit(project, [create('b', '')], {
      branch: 'b',
      start_branch: 'main',
    });
    expect(
      await forge.json(`${project}/repository/compare?from=main&to=b`),
    ).toMatchObject({
      commits: [{ title: 'Change' }],
      diffs: [{ new_path: 'b' }],
    });
  });
});

describe('what Backstage reads', () => {
  it('is a file as it is, with a tag to ask again by', async () => {
    const path =
      'projects/order%2Forder-api/repository/files/catalog-info.yaml/raw?ref=main';
    const file = await forge.ask(path);
    expect(await file.text()).toContain(
      'gitlab.com/project-slug: order/order-api',
    );
    const etag = file.headers.get('etag') ?? '';
    const again = await forge.ask(path, { headers: { 'If-None-Match': etag } });
    expect(again.status).toBe(304);
  });

  it('is an archive with one folder on top', async () => {
    const [{ id }] = await forge.json(
      'projects/order%2Forder-api/repository/commits?per_page=1',
    );
    const path =
      'projects/order%2Forder-api/repository/archive?sha=main&path=docs';
    const body = Buffer.from(await (await forge.ask(path)).arrayBuffer());
    const names = gunzipSync(body)
      .toString('latin1')
      .match(/order-api-main-[\w/.-]+/g);
    expect(names).toContain(`order-api-main-${id}-docs/docs/index.md`);
    expect(names?.join()).not.toContain('pom.xml');
  });

  it('is an archive also of what is called like an option', async () => {
    const project = await forge.newProject();
    const path = `--output=${join(forge.dataDir, 'stolen')}`;
    await forge.commit(project, [create(path, 'no option\n')]);
    const query = new URLSearchParams({ sha: 'main', path });
    const answer = await forge.ask(`${project}/repository/archive?${query}`);
    const body = Buffer.from(await answer.arrayBuffer());
    expect(gunzipSync(body).toString('latin1')).toContain('no option');
  });
});

describe('merge requests', () => {
  it('are opened once, merged once, and the branch goes', async () => {
    const project = await forge.newProject();
    await forge.commit(project, [create('a', '1')]);
    await forge.commit(project, [create('b', '1')], {
      branch: 'work',
      start_branch: 'main',
    });
    await forge.commit(project, [create('c', '1')]);
    const body = {
      source_branch: 'work',
      target_branch: 'main',
      title: 'Bring b',
      remove_source_branch: true,
    };
    const { iid } = await forge.json(`${project}/merge_requests`, { body });
    const again = await forge.json(`${project}/merge_requests`, { body }, 409);
    expect(again.message[0]).toContain(`!${iid}`);
    expect(
      await forge.json(
        `${project}/merge_requests?state=opened&source_branch=work`,
      ),
    ).toMatchObject([{ iid, detailed_merge_status: 'mergeable' }]);
    expect(
      await forge.json(`${project}/merge_requests/${iid}/changes`),
    ).toMatchObject({
      changes: [{ new_path: 'b', new_file: true }],
    });
    const merge = `${project}/merge_requests/${iid}/merge`;
    const merged = await forge.json(merge, { method: 'PUT' });
    expect(merged).toMatchObject({
      state: 'merged',
      merged_by: { username: 'portal' },
    });
    expect((await forge.ask(merge, { method: 'PUT' })).status).toBe(405);
    const tree = await forge.json(`${project}/repository/tree`);
    expect(tree.map(({ path }: { path: string }) => path)).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(
      (await forge.ask(`${project}/repository/branches/work`)).status,
    ).toBe(404);
    expect(
      await forge.json(`${project}/merge_requests/${iid}/changes`),
    ).toMatchObject({
      changes: [{ new_path: 'b' }],
    });
  });

  it('do not merge what both sides have changed', async () => {
    const project = await forge.newProject();
    await forge.commit(project, [create('a', '1')]);
    const change = (content: string) => ({
      action: 'update',
      file_path: 'a',
      content,
    });
    await forge.commit(project, [change('2')], {
      branch: 'w',
      start_branch: 'main',
    });
    await forge.commit(project, [change('3')]);
    const body = { source_branch: 'w', target_branch: 'main', title: 'x' };
    const { iid } = await forge.json(`${project}/merge_requests`, { body });
    const merge = `${project}/merge_requests/${iid}/merge`;
    expect((await forge.ask(merge, { method: 'PUT' })).status).toBe(422);
    expect(await forge.json(`${project}/merge_requests/${iid}`)).toMatchObject({
      state: 'opened',
    });
  });
});
