import type { Deployment, ReplicaSet } from '../workload/objects';
import {
  pauseEffect,
  restartEffect,
  RESTARTED_AT,
  rollBackEffect,
  templateOf,
} from './effects';
import { configReferences } from './references';
import { sameTemplate } from './sameTemplate';

const AT = Date.parse('2026-11-21T08:00:00.123Z');
const SPEC = { containers: [{ name: 'app', image: 'app:1' }] };

function deployment(
  template: object,
  annotations?: Record<string, string>,
): Deployment {
  return {
    metadata: { name: 'app', namespace: 'shop', annotations },
    spec: { selector: {}, template },
  };
}

function replicaSet(
  template: object,
  annotations?: Record<string, string>,
): ReplicaSet {
  return { metadata: { annotations }, spec: { selector: {}, template } };
}

it.each([
  [
    'beside other annotations',
    { metadata: { annotations: { other: 'x' } } },
    `/spec/template/metadata/annotations/kubectl.kubernetes.io~1restartedAt`,
    '2026-11-21T08:00:00Z',
  ],
  [
    'as the first annotation',
    { metadata: { labels: {} } },
    '/spec/template/metadata/annotations',
    { [RESTARTED_AT]: '2026-11-21T08:00:00Z' },
  ],
  [
    'where the template has no metadata',
    {},
    '/spec/template/metadata',
    { annotations: { [RESTARTED_AT]: '2026-11-21T08:00:00Z' } },
  ],
])('restarts as kubectl does: %s', (_, template, path, value) => {
  expect(restartEffect(deployment({ spec: SPEC, ...template }), AT)).toEqual({
    kind: 'patch',
    operations: [{ op: 'add', path, value }],
  });
});

it('pauses and resumes whether or not it was said before', () => {
  expect(pauseEffect(true)).toEqual({
    kind: 'patch',
    operations: [{ op: 'add', path: '/spec/paused', value: true }],
  });
});

it('rolls back as kubectl does: template and annotations of the revision, its own kept', () => {
  const now = deployment(
    { spec: SPEC },
    {
      'deployment.kubernetes.io/revision': '7',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      'kubernetes.io/change-cause': 'bad',
    },
  );
  const before = replicaSet(
    {
      metadata: { labels: { app: 'app', 'pod-template-hash': 'abc' } },
      spec: SPEC,
    },
    {
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/desired-replicas': '2',
      'kubernetes.io/change-cause': 'good',
    },
  );
  expect(rollBackEffect(now, before)).toEqual({
    kind: 'patch',
    operations: [
      {
        op: 'replace',
        path: '/spec/template',
        value: { metadata: { labels: { app: 'app' } }, spec: SPEC },
      },
      {
        op: 'add',
        path: '/metadata/annotations',
        value: {
          'deployment.kubernetes.io/revision': '7',
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
          'kubernetes.io/change-cause': 'good',
        },
      },
    ],
  });
});

it.each([
  ['the hash', { metadata: { labels: { 'pod-template-hash': 'abc' } } }, true],
  ['what is empty', { metadata: { annotations: {} } }, true],
  ['an annotation', { metadata: { annotations: { a: 'b' } } }, false],
  ['the image', { spec: { containers: [{ name: 'app' }] } }, false],
])('compares templates without %s', (_, template, same) => {
  const now = deployment({ metadata: {}, spec: SPEC });
  const before = replicaSet({ spec: SPEC, ...template });
  expect(sameTemplate(now, before)).toBe(same);
});

it('finds the configuration that pods read, wherever it is named', () => {
  const { spec } = replicaSet({
    spec: {
      initContainers: [
        { name: 'init', envFrom: [{ configMapRef: { name: 'of-init' } }] },
      ],
      containers: [
        {
          name: 'app',
          envFrom: [{ secretRef: { name: 'whole' } }],
          env: [
            { name: 'A', value: 'plain' },
            {
              name: 'B',
              valueFrom: { configMapKeyRef: { name: 'by-key', key: 'b' } },
            },
            {
              name: 'C',
              valueFrom: { secretKeyRef: { name: 'by-key', key: 'c' } },
            },
          ],
        },
      ],
      volumes: [
        { name: 'a', configMap: { name: 'as-files' } },
        { name: 'b', secret: { secretName: 'as-files' } },
        {
          name: 'c',
          projected: {
            sources: [
              { configMap: { name: 'projected' } },
              { secret: { name: 'projected' } },
            ],
          },
        },
        { name: 'd', emptyDir: {} },
      ],
    },
  });
  expect(configReferences(spec?.template)).toEqual({
    configMaps: ['as-files', 'by-key', 'of-init', 'projected'],
    secrets: ['as-files', 'by-key', 'projected', 'whole'],
  });
  expect(configReferences(undefined)).toEqual({ configMaps: [], secrets: [] });
});

it('leaves a template without metadata as it is', () => {
  expect(templateOf(replicaSet({ spec: SPEC }))).toEqual({
    metadata: { labels: {} },
    spec: SPEC,
  });
});
