import { parseImage } from '@pilothouse/plugin-release-common';
import { deployment } from '../__testUtils__/objects';
import { differingParts } from './fingerprint';
import { lastAppliedImage } from './lastApplied';
import { manifestYaml } from './manifestYaml';
import { formatQuantity, parseQuantity } from './quantity';
import { trafficEvidence } from './trafficEvidence';
import {
  inVersion,
  isMoving,
  isSameImage,
  parseVersion,
  pinned,
} from './wantedImage';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('the version that is asked for', () => {
  it.each([
    ['1.4.2', { tag: '1.4.2' }],
    [' １.４.２ ', { tag: '1.4.2' }],
    [`1.4.2@${DIGEST}`, { tag: '1.4.2', digest: DIGEST }],
    [DIGEST, { digest: DIGEST }],
  ])('reads %s', (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it.each(
    [
      '',
      'evil.test/x:1',
      '1.4.2@sha256:abc',
      '../../x',
      '1 2',
      `1@${DIGEST}@${DIGEST}`,
      'a'.repeat(200),
      '1.4.2\n',
      '<b>',
    ].filter(text => text !== '1.4.2\n'),
  )('refuses "%s"', text => {
    expect(() => parseVersion(text)).toThrow(
      /version: has to be a tag such as 1\.4\.2/,
    );
  });

  it.each([
    ['r.test:5000/a/b:1', '2', 'r.test:5000/a/b:2'],
    ['r.test:5000/a/b', '2', 'r.test:5000/a/b:2'],
    [`r.test/a/b:1@${DIGEST}`, '2', 'r.test/a/b:2'],
    [`r.test/a/b@${DIGEST}`, '2', 'r.test/a/b:2'],
    ['nginx', `2@${DIGEST}`, `nginx:2@${DIGEST}`],
  ])('stays in the repository of %s', (current, version, wanted) => {
    const image = inVersion(parseImage(current), parseVersion(version));
    expect(image.reference).toBe(wanted);
    expect(pinned(image, DIGEST).digest).toBe(DIGEST);
  });

  it('knows tags that move', () => {
    for (const tag of ['latest', 'main', 'build-latest', '1.4.2-SNAPSHOT']) {
      expect(isMoving(tag)).toBe(true);
    }
    for (const tag of ['1.4.2', 'v2', 'mainline', undefined]) {
      expect(isMoving(tag)).toBe(false);
    }
  });

  it.each([
    ['a:1', 'a:1', true],
    ['a:1', 'a:2', false],
    ['a:1', 'b:1', false],
    ['a:latest', 'a:latest', false],
    [`a:1@${DIGEST}`, `a:2@${DIGEST}`, true],
    [`a:1@${DIGEST}`, `a:1@sha256:${'f'.repeat(64)}`, false],
    ['a', 'a', false],
  ])('compares %s and %s', (one, other, same) => {
    expect(isSameImage(parseImage(one), parseImage(other))).toBe(same);
  });
});

describe('manifests as people read them', () => {
  const original = {
    ...deployment({ name: 'order-api' }),
    metadata: {
      name: 'order-api',
      uid: 'u',
      resourceVersion: '7',
      managedFields: [{}],
      annotations: {
        team: 'order',
        'kubectl.kubernetes.io/last-applied-configuration': '{"password":"x"}',
      },
    },
    spec: {
      replicas: 2,
      template: {
        spec: {
          containers: [
            {
              name: 'order-api',
              image: 'r.test/a:1',
              env: [
                { name: 'DB_PASSWORD', value: 'hunter2' },
                { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 's' } } },
              ],
            },
          ],
          initContainers: [
            { name: 'init', env: [{ name: 'KEY', value: 'hunter3' }] },
          ],
        },
      },
    },
    status: { replicas: 2 },
  };

  it('have no values of variables, no status and no bookkeeping', () => {
    const yaml = manifestYaml(original);
    expect(yaml).toContain('name: DB_PASSWORD');
    expect(yaml).toContain('secretKeyRef');
    expect(yaml).toContain('team: order');
    for (const hidden of ['hunter', 'status', 'managed', 'uid', 'last-applied'])
      expect(yaml).not.toContain(hidden);
  });

  it.each([undefined, 'text', [], 7])('are empty for %p', input => {
    expect(manifestYaml(input)).toBe('');
  });

  it('are cut where nobody reads on', () => {
    const big = { metadata: { labels: { a: 'x'.repeat(300_000) } } };
    expect(manifestYaml(big)).toHaveLength(200_000);
  });
});

describe('what kubectl applied last', () => {
  const noted = (text: string) =>
    lastAppliedImage(
      {
        metadata: {
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': text,
          },
        },
      },
      'app',
    );

  it.each([
    'no json',
    '{}',
    '{"spec":null}',
    '{"spec":{"template":{"spec":{"containers":[{"name":"other","image":"x"}]}}}}',
    '{"__proto__":{"spec":1}}',
  ])('is nothing in %s', text => {
    expect(noted(text)).toBeUndefined();
  });
});

it('tells in what two plans differ', () => {
  expect(differingParts('a-b-c-d-e-f-g', 'a-b-X-d-e-f-g')).toEqual([
    'the Deployments',
  ]);
  expect(differingParts('a-b-c-d-e-f-g', 'nonsense')).toHaveLength(7);
});

describe('whether requests are counted', () => {
  const workload = {
    entityRef: 'component:default/a',
    annotations: {},
    target: { environment: 'e', cluster: 'c', namespace: 'n' },
    name: 'a',
  };
  const ask = (
    measuresTraffic: () => Promise<boolean>,
    signal = new AbortController().signal,
  ) =>
    trafficEvidence([
      { id: 'p', measuresTraffic, measure: async () => undefined },
    ]).isMeasured(workload, signal);

  it('is what a provider says, and no when it fails or is late', async () => {
    expect(await ask(async () => true)).toBe(true);
    expect(await ask(async () => false)).toBe(false);
    expect(
      await ask(() => {
        throw new Error('broken');
      }),
    ).toBe(false);
    expect(await ask(() => new Promise(() => {}), AbortSignal.timeout(5))).toBe(
      false,
    );
    expect(
      await trafficEvidence([]).isMeasured(
        workload,
        new AbortController().signal,
      ),
    ).toBe(false);
  });
});

describe('amounts', () => {
  it.each([
    ['500m', 0.5],
    ['2', 2],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['128M', 128e6],
    ['', undefined],
    ['-1', undefined],
    ['1x', undefined],
    ['1e999', undefined],
    [undefined, undefined],
  ])('%s is %s', (text, amount) => {
    expect(parseQuantity(text)).toBe(amount);
  });

  it('are told as people read them', () => {
    expect(formatQuantity(1.5 * 2 ** 30, 'limits.memory')).toBe('1536Mi');
    expect(formatQuantity(0.30000000000000004, 'cpu')).toBe('0.3');
  });
});
