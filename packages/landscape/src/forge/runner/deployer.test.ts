import { SimulatedClock } from '../../clock';
import { createClusterCore } from '../../kubernetes/cluster';
import { kinds } from '../../kubernetes/controllers/objects';
import { resources } from '../../kubernetes/resources';
import { deploy } from './deployer';

function setUp() {
  const clock = new SimulatedClock({
    start: Date.parse('2026-11-21T12:00:00Z'),
  });
  const runtime = {
    logs: () => [],
    usage: () => ({ cpuNanocores: 0, memoryBytes: 0 }),
  };
  const { api } = createClusterCore({ name: 'dev', clock, runtime });
  api.create(
    resources.namespaces,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'gift' } },
    { manager: 'test' },
  );
  return api;
}

const deployment = (image: string, replicas = 1, namespace = 'gift') => ({
  path: 'deploy/dev/deployment.yaml',
  text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: gift-api, namespace: ${namespace}, labels: { app: gift-api } }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: gift-api } }
  template:
    metadata: { labels: { app: gift-api } }
    spec:
      containers: [{ name: gift-api, image: '${image}' }]
`,
});

describe('deploy', () => {
  it('makes what is not there, and says when nothing is to be done', () => {
    const api = setUp();
    const first = deploy(api, [deployment('gift:1')]);
    expect(first.ok).toBe(true);
    expect(first.lines).toContain(
      'deployment.apps/gift-api serverside-applied',
    );
    const again = deploy(api, [deployment('gift:1')]);
    expect(again.lines).toContain('deployment.apps/gift-api unchanged');
  });

  it('leaves the image and the pods to whoever rolls them out', () => {
    const api = setUp();
    deploy(api, [deployment('gift:1')]);
    const set = (body: object, subresource?: 'scale') =>
      api.patch(
        kinds.deployments,
        'gift',
        'gift-api',
        { type: 'strategic', body: JSON.parse(JSON.stringify(body)) },
        { manager: 'pilothouse', subresource },
      );
    set({
      spec: {
        replicas: 3,
        template: {
          spec: { containers: [{ name: 'gift-api', image: 'gift:2' }] },
        },
      },
    });
    const { ok, lines } = deploy(api, [
      {
        ...deployment('gift:9', 9),
        text: deployment('gift:9', 9).text.replace(
          'spec:\n',
          'spec:\n  revisionHistoryLimit: 3\n',
        ),
      },
    ]);
    expect(ok).toBe(true);
    expect(lines).toEqual(
      expect.arrayContaining([
        '  spec.replicas is left as it is: "pilothouse" decides it',
        '  the image of container gift-api is left as it is: "pilothouse" decides it',
      ]),
    );
    expect(api.get(kinds.deployments, 'gift', 'gift-api')).toMatchObject({
      spec: {
        replicas: 3,
        revisionHistoryLimit: 3,
        template: { spec: { containers: [{ image: 'gift:2' }] } },
      },
    });
  });

  it.each([
    [deployment('gift:1', 1, 'nowhere'), 'namespaces "nowhere" not found'],
    [{ path: 'a.yaml', text: 'kind: [' }, 'a.yaml is no YAML'],
    [{ path: 'a.yaml', text: 'text' }, 'no object'],
    [
      {
        path: 'a.yaml',
        text: 'apiVersion: v1\nkind: Nope\nmetadata: {name: a}',
      },
      'no matches for kind "Nope"',
    ],
    [
      {
        path: 'a.yaml',
        text: 'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: a, namespace: gift}\nspec: {hostname: [a]}',
      },
      '.spec.hostname: field not declared in schema',
    ],
  ])('fails on %j', (file, message) => {
    const { ok, lines } = deploy(setUp(), [file]);
    expect(ok).toBe(false);
    expect(lines.at(-1)).toContain(message);
  });
});
