import { deployment } from '../__testUtils__/objects';
import type { Workload } from '@pilothouse/plugin-release-common';
import { ScaleTimes } from '../clusters/ScaleTimes';
import { driftingIds } from './drift';
import { lastChange } from './lastChange';
import type { Deployment } from './objects';
import { pairDeployments } from './pairDeployments';
import { sideOf } from './side';

function paired(...deployments: Deployment[]): string[] {
  return pairDeployments(deployments).map(
    ({ namespace, name, release, canary }) =>
      `${namespace}/${name}: ${release?.metadata?.name} + ${canary?.metadata?.name}`,
  );
}

describe('pairing', () => {
  it.each([
    [
      'labels',
      [
        deployment({ name: 'order-api', role: 'release' }),
        deployment({ name: 'order-api-canary', role: 'canary' }),
      ],
      ['order/order-api: order-api + order-api-canary'],
    ],
    [
      'names',
      [
        deployment({ name: 'order-api-canary' }),
        deployment({ name: 'order-api' }),
      ],
      ['order/order-api: order-api + order-api-canary'],
    ],
    [
      'a name that only sounds like it',
      [deployment({ name: 'yellow-canary' })],
      ['order/yellow-canary: yellow-canary + undefined'],
    ],
    [
      'a canary alone',
      [deployment({ name: 'order-api-canary', role: 'canary' })],
      ['order/order-api: undefined + order-api-canary'],
    ],
    [
      'a canary of another name',
      [
        deployment({ name: 'order-api', role: 'release' }),
        deployment({
          name: 'next',
          role: 'canary',
          labels: { app: 'order-api' },
        }),
      ],
      ['order/order-api: order-api + next'],
    ],
    [
      'two canaries for one release',
      [
        deployment({ name: 'order-api', role: 'release' }),
        deployment({ name: 'order-api-canary', role: 'canary' }),
        deployment({
          name: 'next',
          role: 'canary',
          labels: { app: 'order-api' },
        }),
      ],
      [
        'order/next: undefined + next',
        'order/order-api: order-api + order-api-canary',
      ],
    ],
    [
      'several releases, and namespaces',
      [
        deployment({ name: 'b', role: 'release' }),
        deployment({ name: 'a', role: 'release' }),
        deployment({ name: 'a-canary', role: 'canary', namespace: 'other' }),
      ],
      [
        'order/a: a + undefined',
        'order/b: b + undefined',
        'other/a: undefined + a-canary',
      ],
    ],
  ])('goes by %s', (_, deployments, expected) => {
    expect(paired(...deployments)).toEqual(expected);
  });

  it('goes by the label of the pods where the Deployment has none', () => {
    const canary = deployment({ name: 'next', role: 'canary' });
    delete canary.metadata?.labels?.role;
    expect(pairDeployments([canary])).toMatchObject([{ canary: {} }]);
  });
});

describe('a side', () => {
  it('takes the image of the container that is named like the service', () => {
    const made = deployment({ name: 'order-api' });
    made.spec?.template.spec?.containers.unshift({
      name: 'proxy',
      image: 'r.test/proxy:9',
    });
    expect(sideOf(made, 'order-api')).toMatchObject({
      image: { tag: '1.0.0' },
      containers: [{ name: 'proxy' }, { name: 'order-api' }],
    });
    expect(sideOf(made, 'another').image.tag).toBe('9');
  });

  it.each([
    ['r.test/order/order-api', 'r.test/order/order-api'],
    ['r.test:5000/order-api', 'r.test:5000/order-api'],
    ['order-api', undefined],
    ['r.test/order-api:1.0.0', undefined],
    ['r.test/order-api@sha256:00', undefined],
    ['https://r.test/order-api', undefined],
    ['r.test/../admin', undefined],
    [`r.test/${'a'.repeat(255)}`, undefined],
  ])('takes %s as where its versions come from: %s', (text, expected) => {
    const made = deployment({ name: 'order-api' });
    const annotations = { 'pilothouse.io/image-repository': text };
    const told = { ...made, metadata: { ...made.metadata, annotations } };
    expect(sideOf(told, 'order-api').imageRepository).toBe(expected);
  });

  it('has one replica where the spec is silent', () => {
    const made = deployment({ name: 'order-api' });
    delete made.spec?.replicas;
    delete made.status;
    expect(sideOf(made, 'order-api')).toMatchObject({ desired: 1, ready: 0 });
  });
});

describe('the last change', () => {
  let scaleTimes: ScaleTimes;

  beforeEach(() => {
    scaleTimes = new ScaleTimes();
  });

  const image = {
    'f:spec': {
      'f:template': {
        'f:spec': {
          'f:containers': {
            'k:{"name":"order-api"}': { '.': {}, 'f:image': {}, 'f:name': {} },
          },
        },
      },
    },
  };
  const replicas = { 'f:spec': { 'f:replicas': {} } };
  const restart = {
    'f:spec': {
      'f:template': {
        'f:metadata': { 'f:annotations': { 'f:restartedAt': {} } },
      },
    },
  };
  const status = { 'f:status': { 'f:readyReplicas': {} } };
  const revision = {
    'f:metadata': {
      'f:annotations': { '.': {}, 'f:deployment.kubernetes.io/revision': {} },
    },
  };

  function changed(
    ...entries: {
      manager: string;
      time?: string;
      fieldsV1: object;
      subresource?: string;
    }[]
  ) {
    const made = deployment({ name: 'order-api' });
    const metadata = { ...made.metadata, managedFields: entries };
    return lastChange(
      [{ role: 'release', deployment: { ...made, metadata } }],
      scaleTimes,
    );
  }
  const at = (minute: number) => `2026-11-20T10:0${minute}:00Z`;

  it('is the latest that somebody made', () => {
    expect(
      changed(
        { manager: 'kubectl-set', time: at(1), fieldsV1: image },
        { manager: 'kubectl-edit', time: at(0), fieldsV1: replicas },
        {
          manager: 'kube-controller-manager',
          time: at(3),
          fieldsV1: { ...status, ...revision },
          subresource: 'status',
        },
        { manager: 'kube-controller-manager', time: at(2), fieldsV1: revision },
        { manager: 'rancher', time: at(2), fieldsV1: revision },
      ),
    ).toEqual({
      manager: 'kubectl-set',
      at: '2026-11-20T10:01:00.000Z',
      fields: ['image'],
      role: 'release',
    });
  });

  it.each([
    ['an autoscaler', 'kube-controller-manager', replicas, ['replicas']],
    ['a restart', 'kubectl-rollout', restart, ['template']],
    [
      'labels',
      'argocd',
      { 'f:metadata': { 'f:labels': { 'f:team': {} } } },
      [],
    ],
    ['hostile fields', 'x', { 'f:spec': [1, null] }, undefined],
  ])('tells of %s', (_, manager, fieldsV1, fields) => {
    expect(changed({ manager, time: at(1), fieldsV1 })?.fields).toEqual(fields);
  });

  it('is a scaling that was seen, of which Kubernetes keeps no time', () => {
    const before = deployment({ name: 'order-api', replicas: 1 });
    const object = deployment({ name: 'order-api', replicas: 3 });
    const seen = Date.parse(at(2));
    scaleTimes.note([{ type: 'set', object, before }], seen);
    scaleTimes.note([{ type: 'set', object, before: object }], seen + 60_000);
    const entries = [
      { manager: 'kubectl-set', time: at(1), fieldsV1: image },
      { manager: 'kubectl', fieldsV1: replicas, subresource: 'scale' },
    ];
    expect(changed(...entries)).toMatchObject({
      manager: 'kubectl',
      at: '2026-11-20T10:02:00.000Z',
      fields: ['replicas'],
    });
    scaleTimes.note([{ type: 'delete', object }], seen);
    expect(changed(...entries)?.manager).toBe('kubectl-set');
  });

  it('is not known where no entry has a time', () => {
    expect(
      changed(
        { manager: 'kubectl', fieldsV1: replicas, subresource: 'scale' },
        { manager: 'kubectl', fieldsV1: image, time: 'yesterday' },
      ),
    ).toBeUndefined();
  });
});

describe('drift', () => {
  function workload(
    cluster: string,
    image: string,
    options: { namespace?: string; state?: 'unknown' } = {},
  ): Workload {
    const { namespace = 'order', state = 'healthy' } = options;
    const made = deployment({ name: 'order-api', image });
    return {
      id: `prod/${cluster}/${namespace}/order-api`,
      target: { environment: 'prod', cluster, namespace },
      name: 'order-api',
      release: sideOf(made, 'order-api'),
      state,
      reasons: [],
      drift: false,
    };
  }
  const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

  it.each([
    ['another tag', 'r.test/order:1', 'r.test/order:2', true],
    ['the same tag', 'r.test/order:1', 'r.test/order:1', false],
    ['another registry', 'a.test/order:1', 'b.test/order:1', false],
    [
      'another digest',
      `r.test/order:1@${digest('a')}`,
      `r.test/order:1@${digest('b')}`,
      true,
    ],
    [
      'another tag of the same digest',
      `r.test/order:1@${digest('a')}`,
      `r.test/order:2@${digest('a')}`,
      false,
    ],
    [
      'a digest on one side only',
      'r.test/order:1',
      `r.test/order:1@${digest('a')}`,
      false,
    ],
  ])('%s', (_, one, other, drifts) => {
    const drifting = driftingIds([workload('a', one), workload('b', other)]);
    expect(drifting.size).toBe(drifts ? 2 : 0);
  });

  it('leaves out other namespaces, and clusters that do not answer', () => {
    expect(
      driftingIds([
        workload('a', 'r.test/order:1'),
        workload('a', 'r.test/order:2', { namespace: 'order-two' }),
        workload('b', 'r.test/order:3', { state: 'unknown' }),
      ]).size,
    ).toBe(0);
  });
});
