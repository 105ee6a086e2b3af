import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { actionsServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type {
  ApplyResult,
  NamespaceResult,
  ValidateResult,
} from '@pilothouse/plugin-release-common';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApplyManifestsAction } from './actions/applyManifests';
import { createEnsureNamespaceAction } from './actions/ensureNamespace';
import { createEnsureRolloutAction } from './actions/ensureRollout';
import { createValidateManifestsAction } from './actions/validateManifests';
import { createWaitForEntityAction } from './actions/waitForEntity';
import { runAction, TaskMemory } from './__testUtils__/runAction';

const workspace = createMockDirectory();
const workspacePath = workspace.path;

interface Asked {
  path: string | undefined;
  authorization: string | undefined;
  body: Record<string, unknown>;
}

let server: Server | undefined;
afterEach(
  () =>
    new Promise<void>(resolve => {
      server?.close(() => resolve());
      if (!server) resolve();
      server = undefined;
    }),
);

/** A release backend that gives one answer, and remembers what it was asked. */
async function releaseThatAnswers(
  answer: NamespaceResult | ValidateResult | ApplyResult | { error: object },
  status = 200,
) {
  const asked: Asked[] = [];
  const started = createServer((request, response) => {
    let text = '';
    request.on('data', chunk => {
      text += chunk;
    });
    request.on('end', () => {
      const { url: path, headers } = request;
      const { authorization } = headers;
      asked.push({ path, authorization, body: JSON.parse(text) });
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  });
  server = started;
  await new Promise<void>(resolve => {
    started.listen(0, '127.0.0.1', resolve);
  });
  const { port } = started.address() as AddressInfo;
  const door = {
    auth: mockServices.auth(),
    discovery: mockServices.discovery.mock({
      getBaseUrl: async () => `http://127.0.0.1:${port}`,
    }),
  };
  return { asked, door };
}

const PLACE = {
  environment: 'dev',
  namespace: 'order',
  owner: 'group:default/team-order',
};
const MANIFEST = 'apiVersion: v1\nkind: Service\n';

beforeEach(() =>
  workspace.setContent({
    deploy: { dev: { 'service.yaml': MANIFEST, 'notes.md': '# Notes' } },
    docs: { 'index.md': '#', incidents: { 'slow.md': '#' }, 'a.png': '' },
  }),
);

describe('kubernetes:namespace:ensure', () => {
  const made: NamespaceResult = {
    targets: [
      { cluster: 'dev', namespace: 'order', status: 'created', objects: [] },
    ],
  };

  it('asks as the person who runs the template', async () => {
    const { asked, door } = await releaseThatAnswers(made);
    const output = await runAction(createEnsureNamespaceAction(door), PLACE, {
      workspacePath,
    });
    expect(output.targets).toEqual([
      { cluster: 'dev', namespace: 'order', status: 'created' },
    ]);
    const [{ path, authorization, body }] = asked;
    expect(path).toBe('/v1/provision/namespaces');
    expect(authorization).toContain(
      '{"obo":"user:default/mock","target":"release"}',
    );
    expect(body).toEqual({ ...PLACE, reason: 'Created from a template' });
  });

  it('changes nothing in a dry run', async () => {
    const { asked, door } = await releaseThatAnswers(made);
    await runAction(createEnsureNamespaceAction(door), PLACE, {
      workspacePath,
      isDryRun: true,
    });
    expect(asked[0].body.dryRun).toBe(true);
  });

  it('says where it failed, and what stands', async () => {
    const { door } = await releaseThatAnswers({
      targets: [
        made.targets[0],
        {
          cluster: 'test',
          namespace: 'order',
          status: 'failed',
          objects: [],
          error: { code: 'unreachable', params: { message: 'no answer' } },
        },
      ],
    });
    await expect(
      runAction(createEnsureNamespaceAction(door), PLACE, { workspacePath }),
    ).rejects.toThrow(
      'The namespace is not everywhere. test: It could not be reached: no answer. Retry goes on from what was done.',
    );
  });

  it('passes on what the release backend refuses', async () => {
    const error = { name: 'NotAllowedError', message: 'Not your group' };
    const { door } = await releaseThatAnswers({ error }, 403);
    await expect(
      runAction(createEnsureNamespaceAction(door), PLACE, { workspacePath }),
    ).rejects.toThrow('403');
  });
});

describe('kubernetes:manifests:validate', () => {
  const input = { path: 'deploy/dev', ...PLACE };

  it('sends the YAML of the folder, and what docs there are', async () => {
    const { asked, door } = await releaseThatAnswers({
      ok: true,
      findings: [],
      objects: [
        { apiVersion: 'v1', kind: 'Service', name: 'a', path: 'service.yaml' },
      ],
      clusters: ['dev'],
    });
    const output = await runAction(createValidateManifestsAction(door), input, {
      workspacePath,
    });
    expect(output).toEqual({ objects: 1, warnings: [] });
    expect(asked[0].body).toEqual({
      ...PLACE,
      manifests: [{ path: 'deploy/dev/service.yaml', text: MANIFEST }],
      docs: ['incidents/slow.md', 'index.md'],
    });
  });

  it('fails with the first error, and says how many there are', async () => {
    const finding = {
      severity: 'error' as const,
      code: 'unknown-field' as const,
      params: { field: 'spec.replica' },
      path: 'deploy/dev/service.yaml',
    };
    const { door } = await releaseThatAnswers({
      ok: false,
      findings: [finding, finding],
      objects: [],
      clusters: [],
    });
    await expect(
      runAction(createValidateManifestsAction(door), input, { workspacePath }),
    ).rejects.toThrow(
      /^deploy\/dev has 2 errors: deploy\/dev\/service.yaml: .*spec\.replica/,
    );
  });

  it.each([
    ['deploy/prod', 'The workspace has no folder deploy/prod'],
    ['docs', 'The folder docs has no manifest'],
    ['../..', 'not allowed'],
  ])('refuses the folder %s', async (path, message) => {
    const { asked, door } = await releaseThatAnswers({ error: {} }, 500);
    await expect(
      runAction(
        createValidateManifestsAction(door),
        { ...PLACE, path },
        { workspacePath },
      ),
    ).rejects.toThrow(message);
    expect(asked).toEqual([]);
  });
});

describe('kubernetes:manifests:apply', () => {
  const input = { path: 'deploy/dev', ...PLACE, reason: 'New service a' };

  it('applies, and tells which cluster is how', async () => {
    const { asked, door } = await releaseThatAnswers({
      targets: [
        {
          cluster: 'dev',
          namespace: 'order',
          status: 'configured',
          objects: [
            {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              name: 'a',
              status: 'configured',
              left: [{ field: 'image', manager: 'pilothouse' }],
            },
          ],
        },
      ],
    });
    const output = await runAction(createApplyManifestsAction(door), input, {
      workspacePath,
    });
    expect(output.targets).toEqual([{ cluster: 'dev', status: 'configured' }]);
    expect(asked[0].body.reason).toBe('New service a');
  });

  it('names the object that was refused', async () => {
    const { door } = await releaseThatAnswers({
      targets: [
        {
          cluster: 'dev',
          namespace: 'order',
          status: 'failed',
          objects: [
            {
              apiVersion: 'v1',
              kind: 'Service',
              name: 'a',
              status: 'failed',
              error: { code: 'not-ours', params: {} },
            },
          ],
        },
      ],
    });
    await expect(
      runAction(createApplyManifestsAction(door), input, { workspacePath }),
    ).rejects.toThrow(
      'dev: Service a: It is there already, and belongs to another service.',
    );
  });

  it('asks nobody in a dry run', async () => {
    const { asked, door } = await releaseThatAnswers({ error: {} }, 500);
    await runAction(createApplyManifestsAction(door), input, {
      workspacePath,
      isDryRun: true,
    });
    expect(asked).toEqual([]);
  });
});

describe('pilothouse:rollout:ensure', () => {
  const input = {
    entityRef: 'component:default/refund-api',
    environment: 'dev',
    version: '0.1.0-3f2a91c0',
    strategy: 'rolling' as const,
    reason: 'First rollout',
  };
  const plan = {
    fingerprint: 'f1',
    startable: true,
    targets: [{ from: 'r/a:1', to: 'r/a:2' }],
    findings: [{ severity: 'warning', text: 'no-pdb' }],
  };

  function actionsThatAnswer(planned: object) {
    const invoke = jest.fn(async ({ id }: { id: string }) => ({
      output: id.endsWith('plan-rollout') ? planned : { id: 'ro-1' },
    }));
    return actionsServiceMock.mock({ invoke } as never);
  }

  it('plans, starts what was planned, and starts it once however often it is tried', async () => {
    const actions = actionsThatAnswer(plan);
    const memory = new TaskMemory();
    const action = createEnsureRolloutAction({ actions });
    const run = () => runAction(action, input, { workspacePath, memory });
    expect(await run()).toEqual({ rolloutId: 'ro-1' });
    expect(await run()).toEqual({ rolloutId: 'ro-1' });
    expect(actions.invoke).toHaveBeenCalledTimes(2);
    expect(actions.invoke).toHaveBeenLastCalledWith(
      expect.objectContaining({
        id: 'release:start-rollout',
        input: expect.objectContaining({
          fingerprint: 'f1',
          reason: 'First rollout',
          idempotencyKey: 'template-task-1-dev',
        }),
      }),
    );
  });

  it('has nothing to start where the image runs already', async () => {
    const targets = [{ from: 'r/a:2', to: 'r/a:2' }];
    const actions = actionsThatAnswer({ ...plan, startable: false, targets });
    const action = createEnsureRolloutAction({ actions });
    expect(await runAction(action, input, { workspacePath })).toEqual({});
    expect(actions.invoke).toHaveBeenCalledTimes(1);
  });

  it('says what speaks against it', async () => {
    const findings = [{ severity: 'blocking', text: 'freeze (holiday)' }];
    const actions = actionsThatAnswer({ ...plan, startable: false, findings });
    const action = createEnsureRolloutAction({ actions });
    await expect(runAction(action, input, { workspacePath })).rejects.toThrow(
      'The rollout of 0.1.0-3f2a91c0 to dev cannot start: freeze (holiday)',
    );
  });
});

describe('pilothouse:entity:wait', () => {
  it('waits until the catalog has it', async () => {
    const catalog = catalogServiceMock.mock();
    catalog.getEntityByRef.mockResolvedValueOnce(undefined);
    catalog.getEntityByRef.mockResolvedValue({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'refund-api' },
    });
    const output = await runAction(
      createWaitForEntityAction({ catalog }),
      { entityRef: 'refund-api' },
      { workspacePath },
    );
    expect(output).toEqual({ entityRef: 'component:default/refund-api' });
    expect(catalog.getEntityByRef).toHaveBeenCalledTimes(2);
  });

  async function found(project: string) {
    const catalog = catalogServiceMock.mock();
    const file = `${project}/-/blob/main/catalog-info.yaml`;
    catalog.getEntityByRef.mockResolvedValue({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'refund-api',
        annotations: { 'backstage.io/managed-by-location': `url:${file}` },
      },
    });
    const location =
      'https://gitlab.test/order/refund-api/-/blob/main/catalog-info.yaml';
    return runAction(
      createWaitForEntityAction({ catalog }),
      { entityRef: 'refund-api', location },
      { workspacePath },
    );
  }

  it('does not take one of another project for it', async () => {
    await expect(
      found('https://gitlab.test/order/refund-api'),
    ).resolves.toEqual({ entityRef: 'component:default/refund-api' });
    await expect(
      found('https://gitlab.test/payment/refund-api'),
    ).rejects.toThrow(/already, from .*payment/);
  });
});
