import {
  manifestFindingText,
  type ManifestFinding,
} from '@pilothouse/plugin-release-common';
import { deployment, files, serviceObjects } from './__testUtils__/service';
import { validateManifests, type ManifestsInput } from './validateManifests';

type Json = Record<string, unknown>;

const NAME = 'refund-api';

function check(
  objects: readonly Json[],
  options: Partial<ManifestsInput> = {},
): ManifestFinding[] {
  return validateManifests({
    namespace: 'order',
    manifests: files(objects),
    docs: ['index.md', 'runbook.md'],
    entityRef: `component:default/${NAME}`,
    kubernetesId: NAME,
    pullSecret: 'registry',
    ...options,
  }).findings;
}

function text(yaml: string): ManifestFinding[] {
  return check([], { manifests: [{ path: 'x.yaml', text: yaml }] });
}

/** Sets what is at a path of fields and indices; `undefined` takes it away. */
function set(object: unknown, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const parent = steps.reduce((found, step) => Object(found)[step], object);
  if (value === undefined) delete Object(parent)[last];
  else Object(parent)[last] = value;
}

/** Findings about the service after one change of one of its objects. */
function changed(
  kind: string,
  path: string,
  value: unknown,
  which = 0,
): ManifestFinding[] {
  const objects = serviceObjects(NAME);
  set(objects.filter(object => object.kind === kind)[which], path, value);
  return check(objects);
}

const CONTAINER = 'spec.template.spec.containers.0';
const ALERT = 'spec.groups.0.rules.0';

describe('manifests', () => {
  it('of a good service have nothing against them', () => {
    expect(check(serviceObjects(NAME))).toEqual([]);
  });

  it.each<[string, string, string, unknown, Partial<ManifestFinding>]>([
    // Fields
    [
      'a typing error',
      'Deployment',
      `${CONTAINER}.readinesProbe`,
      {},
      {
        code: 'unknown-field',
        params: expect.objectContaining({
          field: 'spec.template.spec.containers[0].readinesProbe',
        }),
      },
    ],
    [
      'text for a number',
      'Deployment',
      'spec.replicas',
      '2',
      {
        code: 'wrong-type',
        params: { field: 'spec.replicas', wanted: 'a whole number' },
      },
    ],
    [
      'a number for a label',
      'Deployment',
      'metadata.annotations',
      { port: 8080 },
      {
        code: 'wrong-type',
        params: { field: 'metadata.annotations[port]', wanted: 'text' },
      },
    ],
    [
      'an object for a list',
      'Service',
      'spec.ports',
      {},
      { code: 'wrong-type' },
    ],
    [
      'what a template left empty',
      'Service',
      'metadata.labels.app',
      null,
      { code: 'empty-value', params: { field: 'metadata.labels[app]' } },
    ],
    [
      'what the cluster writes',
      'Service',
      'metadata.finalizers',
      ['x'],
      { code: 'unknown-field' },
    ],
    [
      'a missing field',
      'PrometheusRule',
      `${ALERT}.expr`,
      undefined,
      {
        code: 'missing-field',
        params: { field: 'spec.groups[0].rules[0].expr' },
      },
    ],
    [
      'an unknown field of a route',
      'HTTPRoute',
      'spec.rules.0.backends',
      [],
      { code: 'unknown-field' },
    ],
    // Workloads
    [
      'no id',
      'Deployment',
      'metadata.labels',
      { app: NAME },
      { code: 'no-kubernetes-id' },
    ],
    [
      'a selector that misses',
      'Deployment',
      'spec.selector.matchLabels',
      { app: 'x' },
      { code: 'selector-mismatch' },
    ],
    [
      'a selector for both',
      'Deployment',
      'spec.selector.matchLabels',
      { app: NAME },
      { code: 'selectors-overlap', params: { other: `${NAME}-canary` } },
    ],
    [
      'no readiness probe',
      'Deployment',
      `${CONTAINER}.readinessProbe`,
      undefined,
      { code: 'no-readiness-probe', severity: 'error' },
    ],
    [
      'no liveness probe',
      'Deployment',
      `${CONTAINER}.livenessProbe`,
      undefined,
      { code: 'no-liveness-probe', severity: 'warning' },
    ],
    [
      'no drain',
      'Deployment',
      `${CONTAINER}.lifecycle`,
      undefined,
      { code: 'no-pre-stop', severity: 'warning' },
    ],
    [
      'no memory limit',
      'Deployment',
      `${CONTAINER}.resources.limits`,
      undefined,
      {
        code: 'no-resources',
        params: { container: NAME, field: 'resources.limits.memory' },
      },
    ],
    [
      'latest',
      'Deployment',
      `${CONTAINER}.image`,
      'r.test:5000/x:latest',
      { code: 'latest-tag' },
    ],
    [
      'no tag behind a port',
      'Deployment',
      `${CONTAINER}.image`,
      'r.test:5000/x',
      { code: 'latest-tag' },
    ],
    [
      'an empty tag',
      'Deployment',
      `${CONTAINER}.image`,
      'r.test/x:',
      { code: 'latest-tag' },
    ],
    [
      'another account',
      'ServiceAccount',
      'imagePullSecrets',
      [{ name: 'x' }],
      { code: 'no-pull-secret', params: { secret: 'registry' } },
    ],
    // Pod security
    ...(
      [
        [`${CONTAINER}.securityContext.procMount`, 'Unmasked'],
        [`${CONTAINER}.securityContext.seLinuxOptions`, { type: 'spc_t' }],
        [`${CONTAINER}.securityContext.seLinuxOptions`, { user: 'system_u' }],
        [
          `${CONTAINER}.securityContext.appArmorProfile`,
          { type: 'Unconfined' },
        ],
        [
          'spec.template.spec.securityContext.windowsOptions',
          { hostProcess: true },
        ],
        [
          'spec.template.spec.securityContext.sysctls',
          [{ name: 'kernel.msgmax', value: '1' }],
        ],
      ] as const
    ).map(
      ([path, value]): [
        string,
        string,
        string,
        unknown,
        Partial<ManifestFinding>,
      ] => [
        `${path.split('.').at(-1)} ${JSON.stringify(value)}`,
        'Deployment',
        path,
        value,
        { code: 'not-restricted' },
      ],
    ),
    [
      'traffic of others',
      'Service',
      'spec.externalIPs',
      ['203.0.113.9'],
      {
        code: 'wrong-type',
        params: { field: 'spec.externalIPs', wanted: 'left out' },
      },
    ],
    [
      'pods of others',
      'ServiceMonitor',
      'spec.namespaceSelector',
      { any: true },
      { code: 'unknown-field' },
    ],
    [
      "files of Prometheus' own",
      'ServiceMonitor',
      'spec.endpoints.0.tlsConfig',
      { caFile: '/etc/passwd' },
      { code: 'unknown-field' },
    ],
    [
      'root',
      'Deployment',
      'spec.template.spec.securityContext.runAsNonRoot',
      undefined,
      { code: 'not-restricted' },
    ],
    [
      'user 0',
      'Deployment',
      'spec.template.spec.securityContext.runAsUser',
      0,
      { code: 'not-restricted' },
    ],
    [
      'escalation',
      'Deployment',
      `${CONTAINER}.securityContext.allowPrivilegeEscalation`,
      true,
      { code: 'not-restricted' },
    ],
    [
      'capabilities',
      'Deployment',
      `${CONTAINER}.securityContext.capabilities`,
      { drop: ['ALL'], add: ['SYS_ADMIN'] },
      { code: 'not-restricted' },
    ],
    [
      'no seccomp',
      'Deployment',
      'spec.template.spec.securityContext.seccompProfile',
      undefined,
      { code: 'not-restricted' },
    ],
    [
      'the network of the host',
      'Deployment',
      'spec.template.spec.hostNetwork',
      true,
      { code: 'not-restricted' },
    ],
    [
      'a folder of the host',
      'Deployment',
      'spec.template.spec.volumes',
      [{ name: 'x', hostPath: { path: '/' } }],
      { code: 'not-restricted' },
    ],
    [
      'a port of the host',
      'Deployment',
      `${CONTAINER}.ports.0.hostPort`,
      80,
      { code: 'not-restricted' },
    ],
    // Secrets
    [
      'a password',
      'Deployment',
      `${CONTAINER}.env`,
      [{ name: 'DB_PASSWORD', value: 'hunter2' }],
      {
        code: 'secret-value',
        params: { field: `containers[${NAME}].env[DB_PASSWORD]` },
      },
    ],
    [
      'a key in camel case',
      'Deployment',
      `${CONTAINER}.env`,
      [{ name: 'payApiKey', value: 'hunter2' }],
      { code: 'secret-value' },
    ],
    // References
    [
      'a Service for nobody',
      'Service',
      'spec.selector',
      { app: 'x' },
      { code: 'selects-nothing' },
    ],
    [
      'a Service for the release',
      'Service',
      'spec.selector',
      { app: NAME, role: 'release' },
      { code: 'service-selects-role', params: { role: 'release' } },
    ],
    [
      'a port that is not there',
      'Service',
      'spec.ports.0.targetPort',
      'grpc',
      { code: 'port-unknown', params: { port: 'grpc' } },
    ],
    [
      'a route that is for everybody on a gateway of all',
      'HTTPRoute',
      'spec.hostnames',
      [],
      { code: 'host-missing', params: { field: 'spec.hostnames' } },
    ],
    [
      'a route to nowhere',
      'HTTPRoute',
      'spec.rules.0.backendRefs.0.name',
      'x',
      { code: 'target-missing', params: { kind: 'Service', name: 'x' } },
    ],
    [
      'a route to a wrong port',
      'HTTPRoute',
      'spec.rules.0.backendRefs.0.port',
      8080,
      { code: 'port-unknown' },
    ],
    [
      'a monitor of nothing',
      'ServiceMonitor',
      'spec.selector.matchLabels.app',
      'x',
      { code: 'selects-nothing' },
    ],
    [
      'a monitor of a wrong port',
      'ServiceMonitor',
      'spec.endpoints.0.port',
      'x',
      { code: 'port-unknown' },
    ],
    [
      'a budget for nobody',
      'PodDisruptionBudget',
      'spec.selector.matchLabels.app',
      'x',
      { code: 'selects-nothing' },
    ],
    [
      'a budget that blocks',
      'PodDisruptionBudget',
      'spec.maxUnavailable',
      0,
      { code: 'budget-blocks-drains', severity: 'warning' },
    ],
    [
      'a policy for nobody',
      'NetworkPolicy',
      'spec.podSelector.matchLabels.app',
      'x',
      { code: 'selects-nothing' },
    ],
    // Alerts
    [
      'no runbook',
      'PrometheusRule',
      `${ALERT}.annotations.runbook_url`,
      undefined,
      { code: 'no-runbook' },
    ],
    [
      'a runbook that is not written',
      'PrometheusRule',
      `${ALERT}.annotations.runbook_url`,
      `https://p.test/docs/default/Component/${NAME}/other/`,
      {
        code: 'runbook-not-found',
        params: expect.objectContaining({ page: '/other/' }),
      },
    ],
    [
      'a runbook elsewhere',
      'PrometheusRule',
      `${ALERT}.annotations.runbook_url`,
      'https://wiki.test/x',
      { code: 'runbook-elsewhere', severity: 'warning' },
    ],
    [
      'no summary',
      'PrometheusRule',
      `${ALERT}.annotations.summary`,
      undefined,
      { code: 'no-summary', severity: 'warning' },
    ],
    // Places
    [
      'another namespace',
      'Service',
      'metadata.namespace',
      'kube-system',
      { code: 'other-namespace' },
    ],
    [
      'a name that is none',
      'Service',
      'metadata.name',
      '../x',
      { code: 'name-invalid' },
    ],
    [
      'a kind that is not applied',
      'Service',
      'kind',
      'Pod',
      { code: 'kind-not-allowed' },
    ],
    [
      'an older version',
      'PodDisruptionBudget',
      'apiVersion',
      'policy/v1beta1',
      { code: 'kind-not-allowed' },
    ],
    ['a Secret', 'Service', 'kind', 'Secret', { code: 'secret-in-repository' }],
  ])('with %s are told so', (_, kind, path, value, expected) => {
    const findings = changed(kind, path, value);
    expect(findings).toContainEqual(
      expect.objectContaining({ severity: 'error', ...expected }),
    );
    for (const finding of findings) {
      expect(finding.path).toMatch(/^deploy\/dev\//);
      // A sentence for each, with all of its params.
      expect(manifestFindingText(finding)).not.toMatch(/undefined|^$/);
      expect(JSON.stringify(finding)).not.toContain('hunter2');
    }
  });

  it('of a canary have no pods', () => {
    expect(changed('Deployment', 'spec.replicas', 1, 1)).toMatchObject([
      { code: 'canary-has-replicas', params: { replicas: 1 } },
    ]);
  });

  it.each([
    ['the canary', `${NAME}-canary`, 'autoscaler-on-canary'],
    ['a release with replicas', NAME, 'autoscaler-and-replicas'],
    ['nothing', 'x', 'target-missing'],
  ])('with an autoscaler on %s are told so', (_, name, code) => {
    const autoscaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: NAME },
      spec: {
        maxReplicas: 5,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      },
    };
    expect(check([...serviceObjects(NAME), autoscaler])).toMatchObject([
      { code },
    ]);
  });

  it('that bring a ConfigMap with a key are told so, and not one with a path', () => {
    const config = (data: Json) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: NAME },
      data,
    });
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMII';
    expect(check([config({ 'app.conf': key })])).toMatchObject([
      { code: 'secret-value', params: { field: 'data[app.conf]' } },
    ]);
    expect(
      check([config({ PASSWORD_FILE: '/run/secrets/password', monkey: 'x' })]),
    ).toEqual([]);
  });

  it('that write into the gateway of everybody are told so', () => {
    const snippet = 'nginx.ingress.kubernetes.io/configuration-snippet';
    const service = { name: NAME, port: { name: 'http' } };
    const path = { path: '/', pathType: 'Prefix', backend: { service } };
    const ingress = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: NAME, annotations: { [snippet]: 'return 200;' } },
      spec: {
        rules: [{ host: `${NAME}.yunfan.test`, http: { paths: [path] } }],
      },
    };
    const field = `metadata.annotations[${snippet}]`;
    expect(check([...serviceObjects(NAME), ingress])).toMatchObject([
      { code: 'wrong-type', params: { field, wanted: 'left out' } },
    ]);
    const open = {
      ...ingress,
      metadata: { name: NAME },
      spec: { defaultBackend: { service } },
    };
    expect(check([...serviceObjects(NAME), open])).toMatchObject([
      { code: 'host-missing', params: { field: 'spec.rules[].host' } },
    ]);
  });

  it('have their links followed only where the docs are known', () => {
    expect(check(serviceObjects(NAME), { docs: undefined })).toEqual([]);
    expect(check(serviceObjects(NAME), { docs: [] })).toMatchObject([
      { code: 'runbook-not-found' },
    ]);
  });

  it('without an entity agree among themselves', () => {
    const options = { entityRef: undefined, kubernetesId: undefined };
    expect(
      check([deployment(NAME, 'release')], {
        ...options,
        pullSecret: undefined,
      }),
    ).toEqual([]);
  });
});

describe('files', () => {
  it.each<[string, { code: string; line?: number }]>([
    ['a: [', { code: 'yaml-invalid', line: 1 }],
    ['a: 1\na: 2', { code: 'yaml-invalid', line: 2 }],
    ['a:\n  - {b: 1}\n  - b: 1\n    b: 2', { code: 'yaml-invalid', line: 4 }],
    ['- 1', { code: 'not-an-object' }],
    ['kind: Service', { code: 'not-an-object' }],
    ['# nothing', { code: 'no-objects' }],
    [`a: ${'['.repeat(60_000)}`, { code: 'yaml-invalid' }],
    [
      `a: &a [1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]`,
      { code: 'yaml-invalid' },
    ],
  ])('that cannot be read are told: %p', (yaml, { code, line }) => {
    const found = text(yaml).find(finding => finding.code === code);
    expect(found?.severity).toBeDefined();
    expect(found?.params.line).toBe(line ?? found?.params.line);
  });

  it('of nothing but keys are read in a time that grows with their length', () => {
    const yaml = Array.from({ length: 20_000 }, (_, i) => `k${i}:`).join('\n');
    const key = jest.spyOn(Array.prototype, 'some');
    text(yaml);
    const compared = key.mock.results.length;
    key.mockRestore();
    expect(compared).toBeLessThan(1000);
  });

  it('are read as kubectl reads them', () => {
    const yaml = `apiVersion: v1
kind: ConfigMap
metadata:
  name: x
data:
  at: 2026-11-21
  clock: "12:30"
  switch: on
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: x }
automountServiceAccountToken: no
`;
    const { manifests, findings } = validateManifests({
      namespace: 'order',
      manifests: [{ path: 'x.yaml', text: yaml }],
    });
    expect(manifests.map(({ object }) => object)).toMatchObject([
      { data: { at: '2026-11-21', switch: true } },
      { automountServiceAccountToken: false },
    ]);
    expect(findings).toMatchObject([
      { code: 'wrong-type', params: { field: 'data[switch]' } },
    ]);
  });

  it('say each object once', () => {
    const [account] = serviceObjects(NAME);
    expect(check([account, account])).toMatchObject([
      {
        code: 'duplicate-object',
        path: 'deploy/dev/1-serviceaccount.yaml',
        params: { path: 'deploy/dev/0-serviceaccount.yaml' },
      },
    ]);
  });

  it('of which there are too many are not all looked at', () => {
    const one = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: x }\n';
    expect(text(Array(200).fill(one).join('---\n'))).toContainEqual(
      expect.objectContaining({ code: 'too-many-objects' }),
    );
  });
});
