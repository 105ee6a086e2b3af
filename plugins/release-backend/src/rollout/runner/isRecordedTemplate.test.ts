import { isRecordedTemplate } from './isRecordedTemplate';

const container = {
  name: 'app',
  image: 'r.test/app:1',
  env: [{ name: 'MODE', value: 'live' }],
  resources: {},
  readinessProbe: {
    httpGet: { path: '/health', port: 8080, httpHeaders: [] },
    periodSeconds: 10,
  },
};
const recorded = {
  metadata: {
    labels: { app: 'app', role: 'release' },
    annotations: { team: 'order', long: 'x'.repeat(3000) },
  },
  spec: { containers: [container], volumes: [{ name: 'tmp', emptyDir: {} }] },
};
/** As a cache has it: without environment and volumes. */
const cached = {
  metadata: {
    labels: { app: 'app', role: 'release' },
    annotations: { team: 'order', long: 'x'.repeat(1024) },
  },
  spec: {
    containers: [
      {
        name: 'app',
        image: 'r.test/app:1',
        resources: {},
        readinessProbe: {
          httpGet: { path: '/health', port: 8080 },
          periodSeconds: 10,
        },
      },
    ],
  },
};
const [main] = cached.spec.containers;
const withContainer = (change: object) => ({
  ...cached,
  spec: { containers: [{ ...main, ...change }] },
});
const withMetadata = (metadata: object) => ({
  ...cached,
  metadata: { ...cached.metadata, ...metadata },
});

describe('the recorded template', () => {
  it.each([
    ['whole', recorded],
    ['as a cache has it', cached],
    [
      'with the id of a rollout',
      withMetadata({
        annotations: {
          ...cached.metadata.annotations,
          'pilothouse.io/rollout': 'r1',
        },
      }),
    ],
    [
      'with what a newer server fills in',
      withContainer({ terminationMessagePath: '/dev/termination-log' }),
    ],
  ])('is found %s', (_, live) => {
    expect(isRecordedTemplate(live, recorded)).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['another image', withContainer({ image: 'r.test/app:2' })],
    ['another container', withContainer({ name: 'other' })],
    [
      'a second container',
      { ...cached, spec: { containers: [main, { ...main, name: 'spy' }] } },
    ],
    ['a probe less', withContainer({ readinessProbe: undefined })],
    [
      'another period',
      withContainer({
        readinessProbe: { ...main.readinessProbe, periodSeconds: 1 },
      }),
    ],
    ['another label', withMetadata({ labels: { app: 'app', role: 'canary' } })],
    [
      'a restart',
      withMetadata({
        annotations: {
          ...cached.metadata.annotations,
          'kubectl.kubernetes.io/restartedAt': '2026-11-20T00:00:00Z',
        },
      }),
    ],
    [
      'another environment, where it can be seen',
      {
        ...recorded,
        spec: {
          ...recorded.spec,
          containers: [
            { ...container, env: [{ name: 'MODE', value: 'test' }] },
          ],
        },
      },
    ],
  ])('is not %s', (_, live) => {
    expect(isRecordedTemplate(live, recorded)).toBe(false);
  });
});
