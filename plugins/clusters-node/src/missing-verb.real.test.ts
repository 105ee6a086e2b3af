import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { eventually } from './__testUtils__/eventually';
import { kubectl } from './__testUtils__/kubectl';
import {
  Cleanup,
  connect,
  READ_ROLE,
  ready,
} from './__testUtils__/realCluster';

jest.setTimeout(60_000);

describe('with a verb missing', () => {
  const context = 'shanghai';
  const name = `clusters-node-roles-${Date.now().toString(36)}`;
  const cleanup = new Cleanup();

  /** The read role without one of its verbs, for an account of our own. */
  async function accountWithout(verb: string, resource: string) {
    const role = parse(readFileSync(READ_ROLE, 'utf8'));
    const rules = role.rules.flatMap(
      ({ resources, ...rule }: { resources: string[]; verbs: string[] }) =>
        resources.map(one => ({
          ...rule,
          resources: [one],
          verbs: rule.verbs.filter(each => one !== resource || each !== verb),
        })),
    );
    const meta = { metadata: { name } };
    const rbac = 'rbac.authorization.k8s.io';
    const manifests = [
      {
        apiVersion: `${rbac}/v1`,
        kind: 'ClusterRole',
        ...meta,
        rules: rules.filter((rule: { verbs: string[] }) => rule.verbs.length),
      },
      {
        apiVersion: `${rbac}/v1`,
        kind: 'ClusterRoleBinding',
        ...meta,
        roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
        subjects: [{ kind: 'ServiceAccount', name, namespace: name }],
      },
    ];
    await kubectl(
      context,
      ['apply', '-f', '-'],
      manifests.map(manifest => stringify(manifest)).join('---\n'),
    );
  }

  beforeAll(async () => {
    await kubectl(context, ['create', 'namespace', name]);
    await kubectl(context, ['-n', name, 'create', 'serviceaccount', name]);
    cleanup.add(() =>
      kubectl(context, ['delete', 'namespace', name, '--wait=false']),
    );
  });
  afterAll(async () => {
    await cleanup.run();
    await kubectl(context, [
      ...['delete', 'clusterrolebinding,clusterrole', name],
    ]);
  });

  it.each([
    ['list', 'horizontalpodautoscalers', false],
    ['watch', 'pods', true],
  ] as const)('names it: %s %s', async (verb, resource, listed) => {
    await accountWithout(verb, resource);
    const cluster = await connect(context, cleanup, { namespace: name, name });
    expect(await ready(cluster, resource)).toBe(listed);
    await eventually(() => {
      expect(cluster.health()).toMatchObject({
        status: 'live',
        forbidden: [{ verb, resource }],
      });
    });
    expect(await ready(cluster, 'deployments')).toBe(true);
  });
});
