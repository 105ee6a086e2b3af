import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { create, ForgeUnderTest } from '../__testUtils__/forge-under-test';

const run = promisify(execFile);

const forge = new ForgeUnderTest();
beforeAll(() => forge.start());
afterAll(async () => {
  await forge.stop();
  expect(forge.errors).toEqual([]);
});

/** As a browser asks: without a token. */
function look(path: string, headers: Record<string, string> = {}) {
  return fetch(`${forge.running.url}${path}`, { headers, redirect: 'manual' });
}

async function read(path: string, headers?: Record<string, string>) {
  const response = await look(path, headers);
  expect({ path, status: response.status }).toEqual({ path, status: 200 });
  return response.text();
}

/** What people see of a page. */
function textOf(page: string): string {
  return page
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}

function hrefsOf(page: string): string[] {
  return [...page.matchAll(/href="([^"]*)"/g)].map(([, href]) =>
    href.replace(/&amp;/g, '&'),
  );
}

describe('the pages', () => {
  it('lead from one to the next, and none leads nowhere', async () => {
    const seen = new Set<string>();
    const kinds = new Set<string>();
    const waiting = ['/'];
    for (let path = waiting.shift(); path; path = waiting.shift()) {
      const page = await read(path);
      for (const href of hrefsOf(page)) {
        const url = new URL(href, `${forge.running.url}${path}`);
        if (!/^\/($|-\/|groups\/order$|order\/order-api)/.test(url.pathname)) {
          continue;
        }
        const kind = url.pathname.replace(/(\/-\/\w+)\/.*/, '$1/x');
        const isNew = !seen.has(url.pathname) && url.pathname[1] !== '-';
        seen.add(url.pathname);
        // One of each kind is as good as all.
        if (!isNew || kinds.has(kind)) continue;
        kinds.add(kind);
        waiting.push(url.pathname + url.search);
      }
    }
    expect([...kinds].sort()).toEqual([
      '/',
      '/groups/order',
      '/order/order-api',
      ...[
        'blob/x',
        'branches',
        'commit/x',
        'commits/x',
        'merge_requests',
        'merge_requests/x',
        'pipelines',
        'pipelines/x',
        'releases',
        'releases/x',
        'tree/x',
      ].map(kind => `/order/order-api/-/${kind}`),
    ]);
  });

  it.each([
    ['pipelines', (item: { web_url: string }) => item.web_url],
    ['merge_requests', (item: { web_url: string }) => item.web_url],
    ['repository/commits', (item: { web_url: string }) => item.web_url],
    ['releases', (item: { _links: { self: string } }) => item._links.self],
  ] as const)('are where the API says for %s', async (what, addressOf) => {
    const [first] = await forge.json(`projects/order%2Forder-api/${what}`);
    const response = await look(new URL(addressOf(first)).pathname);
    expect(response.status).toBe(200);
  });

  it('show a project with its files, README and what happened lately', async () => {
    const text = textOf(await read('/order/order-api'));
    const { url } = forge.running;
    expect(text).toContain(`git clone ${url}/order/order-api.git`);
    for (const part of ['catalog-info.yaml', 'README.md', '1.4.1', 'Passed']) {
      expect(text).toContain(part);
    }
  });

  it('show a merge request with its changes', async () => {
    const requests = 'projects/order%2Forder-api/merge_requests';
    const [{ iid, title }] = await forge.json(requests);
    const [{ new_path, diff }] = await forge.json(`${requests}/${iid}/diffs`);
    const page = await read(`/order/order-api/-/merge_requests/${iid}`);
    expect(textOf(page)).toContain(title);
    expect(textOf(page)).toContain(new_path);
    const added = /^\+.*$/m.exec(diff)?.[0] ?? '';
    expect(textOf(page)).toContain(added.replace(/\s+/g, ' ').trim());
  });

  it('show what a job has printed', async () => {
    const project = 'projects/logistics%2Fdelivery-api';
    const [{ id }] = await forge.json(`${project}/pipelines?status=failed`);
    const [job] = await forge.json(`${project}/pipelines/${id}/jobs`);
    const text = textOf(
      await read(`/logistics/delivery-api/-/pipelines/${id}`),
    );
    expect(text).toContain('ERROR: Job failed: exit code 1');
    const moved = await look(`/logistics/delivery-api/-/jobs/${job.id}`);
    expect(moved.headers.get('location')).toBe(
      `/logistics/delivery-api/-/pipelines/${id}#job-${job.id}`,
    );
  });

  it('find a branch with slashes in its name, a tag, and a commit', async () => {
    const project = await forge.newProject('branched');
    const { id } = await forge.commit(project, [create('src/a.txt', 'hello')]);
    const body = { branch: 'feature/one', ref: 'main' };
    await forge.json(`${project}/repository/branches`, { body });
    for (const ref of ['feature/one', 'feature%2Fone', 'main', id]) {
      const path = `/order/branched/-/blob/${ref}/src/a.txt`;
      expect(textOf(await read(path))).toContain('hello');
      await read(`/order/branched/-/tree/${ref}/src`);
    }
    await read('/order/order-api/-/tree/v1.4.1');
  });

  it('do without commits', async () => {
    await forge.newProject('empty');
    expect(textOf(await read('/order/empty'))).toContain('Nothing has been');
    for (const section of ['commits/main', 'branches', 'pipelines']) {
      await read(`/order/empty/-/${section}`);
    }
  });
});

describe('the language', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN', '流水线'],
    ['fr, en;q=0.5, zh;q=0.4', 'en', 'Pipelines'],
    ['', 'en', 'Pipelines'],
  ])('asked for by %j is %s', async (accepted, language, word) => {
    const page = await read('/order/order-api', {
      'Accept-Language': accepted,
    });
    expect(page).toContain(`<html lang="${language}">`);
    expect(textOf(page)).toContain(word);
  });

  it('is what somebody has chosen', async () => {
    const to = '/order/order-api/-/commits/main?page=1';
    const page = await read(to);
    const [address = ''] = hrefsOf(page).filter(href => /language/.test(href));
    const chosen = await look(address);
    expect(chosen.headers.get('location')).toBe(to);
    const [cookie] = (chosen.headers.get('set-cookie') ?? '').split(';');
    expect(textOf(await read(to, { Cookie: `x=1; ${cookie}` }))).toContain(
      '提交信息',
    );
  });

  it.each(['https://evil.example/', '//evil.example/', '/\\evil.example'])(
    'sends nobody to %s',
    async to => {
      const moved = await look(`/-/language/zh?to=${encodeURIComponent(to)}`);
      expect(moved.headers.get('location')).toBe('/');
    },
  );
});

describe('what is not shown', () => {
  it('is a private project, as if there were none', async () => {
    const { id } = await forge.json('namespaces/order');
    const body = { name: 'hidden', namespace_id: id, visibility: 'private' };
    await forge.json('projects', { body });
    await forge.commit('projects/order%2Fhidden', [create('a', 'secret')]);
    const hidden = await look('/order/hidden');
    const absent = await look('/order/absent');
    expect([hidden.status, absent.status]).toEqual([404, 404]);
    expect(await hidden.text()).toBe(
      (await absent.text()).replaceAll('absent', 'hidden'),
    );
    for (const path of ['tree/main', 'blob/main/a', 'commits/main', 'jobs/1']) {
      expect((await look(`/order/hidden/-/${path}`)).status).toBe(404);
    }
    for (const path of ['/', '/groups/order']) {
      expect(await read(path)).not.toContain('order/hidden');
    }
  });

  it.each([
    '/order/order-api/-/tree/none',
    '/order/order-api/-/blob/main/none',
    '/order/order-api/-/blob/main/..%2F..%2Fconfig',
    '/order/order-api/-/blob/main/.git/config',
    '/order/order-api/-/tree/--all',
    '/order/order-api/-/commit/main..HEAD',
    '/order/order-api/-/pipelines/9',
    '/order/order-api/-/merge_requests/x',
    '/order/order-api/-/releases/v0',
    '/order/order-api/-/settings',
    '/order',
    '/groups/none',
    '/%E0%A4%A/x',
    '/-/accounts.ts',
  ])('%s', async path => {
    const response = await look(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  });

  it('is anything to whoever calls this machine by another name', async () => {
    const status = await new Promise(resolve => {
      const headers = { Host: 'evil.example' };
      const url = `${forge.running.url}/order/order-api`;
      request(url, { headers }, response =>
        resolve(response.resume().statusCode),
      ).end();
    });
    expect(status).toBe(403);
  });

  it('takes nothing that somebody sends', async () => {
    const url = `${forge.running.url}/order/order-api`;
    const response = await fetch(url, { method: 'POST', body: 'x' });
    expect(response.status).toBe(405);
  });

  it('says so when the forge has failed', async () => {
    forge.running.faults.set({ mode: 'error', delayMs: 0 });
    const response = await look('/order/order-api');
    forge.running.faults.set({ mode: 'none', delayMs: 0 });
    expect(response.status).toBe(500);
    expect(textOf(await response.text())).toContain('The forge has failed');
  });
});

describe('hostile texts', () => {
  const attack = `<script>alert(1)</script><img src=x onerror="alert(2)">'"&`;

  /** Every tag and attribute that the pages write themselves. */
  function expectHarmless(page: string) {
    // Quoted values can have anything in them but a quote.
    const bare = page.replace(/="[^"]*"/g, '=""');
    const tags = new Set(
      [...bare.matchAll(/<\/?([a-z][\w-]*)/gi)].map(([, tag]) => tag),
    );
    for (const tag of ['script', 'img', 'iframe', 'style', 'form', 'base']) {
      expect(tags).not.toContain(tag);
    }
    expect(bare).not.toMatch(/<[^>]*\s(on\w+|style|srcdoc)\s*=/i);
    for (const href of hrefsOf(page)) {
      expect(href).toMatch(/^(\/(?!\/)|#|\?|data:,$)/);
    }
  }

  it.each(['/order/order-api', '/nothing', '/'])(
    'could not run on %s either',
    async path => {
      const { headers } = await look(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/script-src|unsafe|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    },
  );

  it('are text as names of files, in them, in messages, traces, merge requests and releases', async () => {
    const project = await forge.newProject('attacked');
    const file = `x"onclick=alert(1) <svg onload=alert(3)>.txt`;
    const actions = [
      create('README.md', attack),
      create(file, attack),
      create('.gitlab-ci.yml', `test: {script: [${JSON.stringify(attack)}]}`),
    ];
    const { id } = await forge.commit(project, actions, {
      commit_message: `${attack}\n\n${attack}`,
      author_name: attack.replace(/[<>]/g, '"'),
    });
    await forge.json(`${project}/repository/branches`, {
      body: { branch: 'other', ref: 'main' },
    });
    await forge.commit(project, [create('b', attack)], { branch: 'other' });
    const { iid } = await forge.json(`${project}/merge_requests`, {
      body: {
        source_branch: 'other',
        target_branch: 'main',
        title: attack,
        description: attack,
        labels: [attack],
      },
    });
    await forge.json(`${project}/releases`, {
      body: { tag_name: 'v1', ref: 'main', name: attack, description: attack },
    });
    const [pipeline] = await forge.json(`${project}/pipelines?ref=main`);
    forge.advance(10_000);
    const at = '/order/attacked';
    const paths = [
      at,
      `${at}/-/tree/main`,
      `${at}/-/blob/main/${encodeURIComponent(file)}`,
      `${at}/-/commits/main`,
      `${at}/-/commit/${id}`,
      `${at}/-/pipelines/${pipeline.id}`,
      `${at}/-/merge_requests`,
      `${at}/-/merge_requests/${iid}`,
      `${at}/-/releases`,
    ];
    for (const path of paths) {
      const page = await read(path);
      expectHarmless(page);
      // It is there to be read, not left out.
      expect(textOf(page)).toMatch(/<script>alert\(1\)|<svg onload/);
    }
  });

  it('are text as names of branches, which git allows more than the forge', async () => {
    await forge.newProject('forked');
    await forge.commit('projects/order%2Fforked', [create('a', '1')]);
    const branch = `x"'><svg/onload=alert(1)>`;
    const folder = await mkdtemp(join(tmpdir(), 'forge-clone-'));
    const { url, tokens } = forge.running;
    const remote = `${url.replace('//', `//x:${tokens.portal}@`)}/order/forked`;
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' };
    const git = (...args: string[]) => run('git', args, { cwd: folder, env });
    try {
      await git('clone', '--quiet', remote, '.');
      await git('push', '--quiet', remote, `main:refs/heads/${branch}`);
    } finally {
      await rm(folder, { recursive: true });
    }
    const page = await read('/order/forked/-/branches');
    expectHarmless(page);
    expect(textOf(page)).toContain(branch);
    for (const href of hrefsOf(page).filter(item => /\/tree\//.test(item))) {
      await read(href);
    }
  });

  it('cannot turn a line around, nor hide in it', async () => {
    const project = await forge.newProject('turned');
    const text = 'admin\u202egnp.exe\u0000\u001b[31m\u2066';
    const { id } = await forge.commit(project, [create('a', '1')], {
      commit_message: text.replace('\u0000', ''),
    });
    const page = await read(`/order/turned/-/commit/${id}`);
    // eslint-disable-next-line no-control-regex
    expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u001b\u0000]/);
  });

  it('are not shown without an end', async () => {
    const project = await forge.newProject('large');
    await forge.commit(project, [
      create('long.txt', 'x'.repeat(1024 * 1024)),
      { ...create('binary', 'AAECAw=='), encoding: 'base64' },
    ]);
    const long = await read('/order/large/-/blob/main/long.txt');
    expect(long.length).toBeLessThan(300 * 1024);
    expect(textOf(long)).toContain('Only the beginning is shown.');
    const binary = await read('/order/large/-/blob/main/binary');
    expect(textOf(binary)).toContain('This is no text.');
  });
});
