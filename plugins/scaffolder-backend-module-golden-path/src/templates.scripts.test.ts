import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { parseAllDocuments } from 'yaml';
import { CORNERS } from './__testUtils__/corners';
import { HOUSE, lay, startDryRuns } from './__testUtils__/startDryRuns';

jest.setTimeout(120_000);

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, whatever that is. */
function run(
  file: string,
  args: string[],
  env: Record<string, string>,
): Promise<Ended & { pid: number | undefined }> {
  return new Promise(resolve => {
    const child = execFile(
      file,
      args,
      { env: { HOME: '/nonexistent', ...env }, timeout: 60_000 },
      (error, stdout, stderr) =>
        resolve({
          code: error ? Number(error.code ?? -1) : 0,
          stdout,
          stderr,
          pid: child.pid,
        }),
    );
  });
}

/** A program of this name that is found before others. */
async function command(bin: string, name: string, script: string) {
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(bin, name), 0o755);
}

// What the portal says.
const refusal = (name: string, message: string) => ({
  error: { name, message },
});
const plan = (more: object = {}) => ({
  fingerprint: 'f1',
  name: 'order-notes',
  protected: false,
  findings: [],
  ...more,
});
const finding = (code: string, severity: string, params: object = {}) => ({
  code,
  severity,
  params,
});
const ENDS = ['succeeded', 'aborted', 'rolled-back', 'superseded'];
const rollout = (state: string, more: object = {}) => ({
  id: 'r1',
  state,
  protected: false,
  image: { tag: '1.0.0' },
  ...(ENDS.includes(state) && { endedAt: '2026-11-20T10:00:00Z' }),
  ...more,
});

let scaffolder: Awaited<ReturnType<typeof startDryRuns>>;
beforeAll(async () => {
  scaffolder = await startDryRuns();
});
afterAll(() => scaffolder?.stop());

describe('deploy.sh hands over to the portal', () => {
  const folder = createMockDirectory();
  const PAGE = `${HOUSE.portalUrl}/catalog/default/component/order-notes`;
  let script: string;
  let server: Server;
  let url: string;

  type Answer = [status: number, body: unknown];
  /** What the portal says to each question; the last of them again and again. */
  let answers: Record<string, Answer[]>;
  let asked: { what: string; body: any; token?: string }[];

  beforeAll(async () => {
    await lay(
      await scaffolder.run('node-service', {
        ...CORNERS['node-service']['with the fewest answers'],
        environments: [{ name: 'dev' }],
      }),
      folder.path,
    );
    script = join(folder.path, 'deploy/deploy.sh');
    // Nobody waits here.
    await command(join(folder.path, 'bin'), 'sleep', 'exit 0');
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      const path = request.url?.replace('/api/release/v1/', '');
      const what = `${request.method} ${path}`;
      asked.push({
        what,
        body: text && JSON.parse(text),
        token: request.headers.authorization,
      });
      const left = answers[what] ?? [];
      const [status, body] = (left.length > 1 ? left.shift() : left[0]) ?? [
        404,
        refusal('NotFoundError', `no ${what}`),
      ];
      if (status === 0) {
        response.destroy();
        return;
      }
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server?.close());
  beforeEach(() => {
    asked = [];
    answers = {
      'POST rollouts/plan': [[200, plan()]],
      'POST rollouts': [[201, rollout('running')]],
    };
  });

  const polled = (...list: Answer[]) => {
    answers['GET rollouts/r1'] = list;
  };
  const deploy = (env: Record<string, string> = {}) =>
    run('bash', [script, 'dev', '1.0.0'], {
      PATH: `${join(folder.path, 'bin')}:${process.env.PATH}`,
      PILOTHOUSE_URL: url,
      PILOTHOUSE_TOKEN: 'secret',
      CI_PIPELINE_ID: '7',
      CI_JOB_ID: '1',
      ...env,
    });
  const count = (what: string) =>
    asked.filter(item => item.what === what).length;

  it('and waits for the end of the rollout', async () => {
    polled([200, rollout('running')], [200, rollout('succeeded')]);
    expect(await deploy()).toMatchObject({
      code: 0,
      stdout: 'Rollout r1\nsucceeded\n',
      stderr: '',
    });
    expect(asked[1]).toEqual({
      what: 'POST rollouts',
      token: 'Bearer secret',
      body: {
        entityRef: 'component:default/order-notes',
        environment: 'dev',
        version: '1.0.0',
        fingerprint: 'f1',
        reason: 'Pipeline 7',
        idempotencyKey: 'pipeline-job-1-dev',
      },
    });
  });

  it('once in a job, and anew when the job is tried again', async () => {
    polled([200, rollout('succeeded')]);
    // The answer to the first was lost.
    answers['POST rollouts'] = [
      [0, ''],
      [502, '<html>'],
      [201, rollout('running')],
    ];
    expect(await deploy()).toMatchObject({ code: 0 });
    await deploy({ CI_JOB_ID: '2' });
    const keys = asked.flatMap(({ body }) => body.idempotencyKey ?? []);
    expect(keys).toEqual([
      ...Array(3).fill('pipeline-job-1-dev'),
      'pipeline-job-2-dev',
    ]);
  });

  it.each([false, true])(
    'and fails with a rollout that has ended badly, protected: %s',
    async guarded => {
      answers['POST rollouts/plan'] = [[200, plan({ protected: guarded })]];
      const ended = rollout('aborted', {
        protected: guarded,
        cause: { code: 'evidence-failed', params: {} },
      });
      answers['POST rollouts'] = [[200, ended]];
      const { code, stdout, stderr } = await deploy();
      expect(code).toBe(1);
      expect(stdout).toContain('evidence-failed');
      expect(stderr).toMatch(
        /^Rollout r1 has ended as aborted, without 1\.0\.0 in dev; see http/,
      );
    },
  );

  it('and leaves a protected environment to people', async () => {
    answers['POST rollouts/plan'] = [[200, plan({ protected: true })]];
    answers['POST rollouts'] = [[201, rollout('running', { protected: true })]];
    const { code, stdout } = await deploy();
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `Rollout r1\nIt goes on in the portal: ${PAGE}/deploy\n`,
    });
    expect(asked[1].body.confirmation).toBe('order-notes');
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['waiting-for-person', 'It waits at its gate'],
    ['paused', 'It is paused'],
    ['held', 'It is held by a freeze'],
  ])('and does not wait for people: %s', async (state, text) => {
    polled([200, rollout('running')], [200, rollout(state)]);
    const { code, stdout } = await deploy();
    expect(code).toBe(0);
    expect(stdout).toContain(`\n${text}`);
    expect(stdout).toContain(`: ${PAGE}/deploy\n`);
  });

  it('and starts nothing where the version runs, on all clusters', async () => {
    polled([200, rollout('succeeded')]);
    const findings = [finding('same-image', 'warning')];
    answers['POST rollouts/plan'] = [[200, plan({ findings })]];
    expect(await deploy()).toMatchObject({ code: 0 });
    expect(count('POST rollouts')).toBe(1);
    findings[0].severity = 'blocking';
    answers['POST rollouts/plan'] = [[200, plan({ findings })]];
    expect(await deploy()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1.0.0 runs in dev already'),
    });
    expect(count('POST rollouts')).toBe(1);
  });

  it('and goes on with the rollout that an earlier try has begun', async () => {
    const findings = [
      finding('rollout-active', 'blocking', { rollout: 'r1', author: 'x' }),
    ];
    answers['POST rollouts/plan'] = [[200, plan({ findings })]];
    polled([200, rollout('running')], [200, rollout('succeeded')]);
    expect(await deploy()).toMatchObject({ code: 0 });
    expect(count('POST rollouts')).toBe(0);
    // Of another version it is somebody else's.
    polled([200, rollout('running', { image: { tag: '0.9.0' } })]);
    const said = 'cannot be rolled out now: rollout-active (rollout r1)';
    answers['POST rollouts'] = [[409, refusal('ConflictError', said)]];
    expect(await deploy()).toMatchObject({
      code: 1,
      stderr: `The portal answers 409: ${said}\n1.0.0 was not rolled out in dev; see ${PAGE}/deploy\n`,
    });
    expect(count('POST rollouts')).toBe(1);
  });

  it.each([401, 403, 404])(
    'and says why it cannot plan or follow: %s',
    async status => {
      const said = refusal('NotAllowedError', 'Not for this token');
      polled([status, said]);
      const following = await deploy();
      expect(following).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(
          `The portal answers ${status}: Not for this token\nRollout r1 cannot be followed any longer`,
        ),
      });
      expect(count('GET rollouts/r1')).toBe(3);
      answers['POST rollouts/plan'] = [[status, said]];
      asked = [];
      const planning = await deploy();
      expect(planning.code).not.toBe(0);
      expect(planning.stderr).toMatch(
        `The portal answers ${status}: Not for this token\n`,
      );
      // It may be known soon.
      expect(asked).toHaveLength(status === 404 ? 30 : 1);
    },
  );

  it('and waits until the catalog knows a new service', async () => {
    const said = refusal('NotFoundError', 'There is no entity');
    answers['POST rollouts/plan'] = [
      [404, said],
      [404, said],
      [200, plan()],
    ];
    polled([200, rollout('succeeded')]);
    expect(await deploy()).toMatchObject({
      code: 0,
      stdout: 'Rollout r1\nsucceeded\n',
    });
    expect(count('POST rollouts/plan')).toBe(3);
  });

  it('and is content where the version has come by another rollout meanwhile', async () => {
    const findings = [finding('same-image', 'blocking')];
    answers['POST rollouts/plan'] = [
      [503, ''],
      [200, plan()],
      [200, plan({ findings })],
    ];
    answers['POST rollouts'] = [[409, refusal('ConflictError', 'changed')]];
    expect(await deploy()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1.0.0 runs in dev already'),
    });
    expect(count('POST rollouts')).toBe(1);
  });

  it('and follows a rollout of the version that was begun a moment before', async () => {
    const findings = [
      finding('rollout-active', 'blocking', { rollout: 'r1', author: 'x' }),
    ];
    answers['POST rollouts/plan'] = [
      [200, plan()],
      [200, plan({ findings })],
    ];
    answers['POST rollouts'] = [
      [409, refusal('ConflictError', 'rollout-active (rollout r1)')],
    ];
    polled([200, rollout('running')], [200, rollout('succeeded')]);
    expect(await deploy()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Rollout r1\nsucceeded\n$/),
    });
    expect(count('POST rollouts')).toBe(1);
  });

  it('and bears with a portal that is away for a while', async () => {
    polled([0, ''], ...Array<Answer>(9).fill([503, '<html>Away</html>']), [
      200,
      rollout('succeeded'),
    ]);
    expect(await deploy()).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(
        'The portal answers 503: <html>Away</html>',
      ),
    });
    polled([503, '']);
    expect(await deploy()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be followed any longer'),
    });
  });
});

describe('Redis', () => {
  const folder = createMockDirectory();

  async function start(password: string) {
    const made = await scaffolder.run(
      'redis',
      CORNERS.redis['with the fewest answers'],
    );
    const objects = parseAllDocuments(
      made.files.get('deploy/dev/redis.yaml')?.text ?? '',
    ).map(document => document.toJS());
    const of = (kind: string) => objects.find(object => object.kind === kind);
    const [redis] = of('StatefulSet').spec.template.spec.containers;
    const configuration: string = of('ConfigMap').data['redis.conf'];
    const [shell, option, script] = redis.command;

    const bin = join(folder.path, 'bin');
    await command(bin, 'redis-server', 'echo "$$ $*"; cat');
    await writeFile(join(folder.path, 'redis.conf'), configuration);
    const told = await run(
      shell,
      [
        option,
        script.replace('/config/redis.conf', join(folder.path, 'redis.conf')),
      ],
      { PATH: `${bin}:${process.env.PATH}`, REDISCLI_AUTH: password },
    );
    expect(await readFile(join(folder.path, 'redis.conf'), 'utf8')).toBe(
      configuration,
    );
    return { ...told, configuration };
  }

  it.each([
    ['without a password', '', ''],
    [
      'with one',
      `it's $HOME \`id\` "\\`,
      `requirepass "it's $HOME \`id\` \\"\\\\"\n`,
    ],
  ])('is the process that is told to stop, %s', async (_, password, line) => {
    const { pid, stdout, stderr, configuration } = await start(password);
    expect(stderr).toBe('');
    expect(stdout).toBe(`${pid} -\n${configuration}${line}`);
  });

  it('does not start with half of a password', async () => {
    expect(await start('first\nsecond')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'The password has a line break\n',
    });
  });
});
