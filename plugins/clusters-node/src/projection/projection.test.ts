import { deployment, pod, replicaSet } from './workloads';
import { event, namespace, service } from './surroundings';

const metadata = {
  name: 'shop',
  namespace: 'order',
  uid: 'uid-1',
  resourceVersion: '7',
  annotations: {
    'kubectl.kubernetes.io/last-applied-configuration': '{"secret":"sesame"}',
    'kubernetes.io/change-cause': '1.0.0',
  },
  managedFields: [
    {
      manager: 'kubectl',
      operation: 'Apply',
      apiVersion: 'apps/v1',
      time: '2026-11-20T00:00:00Z',
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
    },
  ],
};
const secretive = {
  name: 'shop',
  image: 'shop:1',
  env: [{ name: 'A', value: 'sesame' }],
  envFrom: [{ secretRef: { name: 'sesame' } }],
  args: ['--password=sesame'],
  command: ['sesame'],
  volumeMounts: [{ name: 'sesame' }],
  readinessProbe: {
    httpGet: {
      path: '/health',
      port: 8080,
      httpHeaders: [{ name: 'authorization', value: 'sesame' }],
    },
    periodSeconds: 5,
  },
  livenessProbe: { exec: { command: ['sesame'] } },
  resources: { limits: { cpu: '1' } },
};
const template = {
  metadata: { labels: { app: 'shop' } },
  spec: { containers: [secretive], volumes: [{ name: 'sesame' }] },
};

describe('what is kept', () => {
  it('of Deployments is what the Deploy tab tells, and no secrets', () => {
    const kept = deployment({
      metadata,
      spec: { replicas: 2, template, selector: {} },
    });
    expect(kept).toEqual({
      metadata: {
        name: 'shop',
        namespace: 'order',
        uid: 'uid-1',
        resourceVersion: '7',
        annotations: { 'kubernetes.io/change-cause': '1.0.0' },
        managedFields: [
          {
            manager: 'kubectl',
            operation: 'Apply',
            time: '2026-11-20T00:00:00Z',
            fieldsV1: { 'f:spec': { 'f:replicas': {} } },
          },
        ],
      },
      spec: {
        replicas: 2,
        selector: {},
        template: {
          metadata: { labels: { app: 'shop' } },
          spec: {
            containers: [
              {
                name: 'shop',
                image: 'shop:1',
                readinessProbe: {
                  httpGet: { path: '/health', port: 8080 },
                  periodSeconds: 5,
                },
                livenessProbe: { exec: {} },
                resources: { limits: { cpu: '1' } },
              },
            ],
          },
        },
      },
    });
  });

  it('of others has neither field owners nor secrets', () => {
    const objects = [
      replicaSet({ metadata, spec: { selector: {}, template } }),
      pod({ metadata, spec: template.spec }),
      namespace({ metadata }),
      service({ metadata, spec: {} }),
      event({ metadata, involvedObject: {} }),
    ];
    for (const object of objects) {
      expect(object?.metadata?.name).toBe('shop');
      expect(JSON.stringify(object)).not.toMatch(/sesame|managedFields/);
    }
  });

  it('is frozen to its leaves', () => {
    const kept = deployment({ metadata, spec: { template, selector: {} } });
    const parts: unknown[] = [kept];
    for (const part of parts) {
      if (typeof part !== 'object' || part === null) continue;
      expect(Object.isFrozen(part)).toBe(true);
      parts.push(...Object.values(part));
    }
    expect(parts.length).toBeGreaterThan(20);
  });

  it('is bounded', () => {
    const labels = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, index) => [`l${index}`, 'x']),
    );
    const kept = pod({
      metadata: { ...metadata, labels },
      spec: { containers: Array.from({ length: 1_000 }, () => secretive) },
      status: { message: '你'.repeat(1e6), podIP: '1'.repeat(1e6) },
    });
    expect(JSON.stringify(kept).length).toBeLessThan(20_000);
    expect(kept?.status?.message).toBe('你'.repeat(1024));
  });

  it('is nothing where an object has no identity', () => {
    expect(pod({ metadata: { ...metadata, uid: undefined } })).toBeUndefined();
    expect(pod({ metadata: { ...metadata, name: 7 } })).toBeUndefined();
    expect(pod([])).toBeUndefined();
    expect(pod(null)).toBeUndefined();
  });

  it('leaves out what is of another type, and takes no prototype', () => {
    const labels = JSON.parse('{"__proto__": "x", "app": "shop", "n": 1}');
    const kept = pod({
      metadata: { ...metadata, labels },
      spec: { nodeName: {}, containers: 'none' },
      status: { conditions: [{ type: 'Ready' }, 7] },
    });
    expect(Object.getPrototypeOf(kept?.metadata?.labels)).toBe(
      Object.prototype,
    );
    expect(kept?.metadata?.labels?.app).toBe('shop');
    expect(kept?.metadata?.labels?.n).toBeUndefined();
    expect(kept?.spec).toEqual({ containers: [] });
    expect(kept?.status?.conditions).toEqual([]);
  });
});
