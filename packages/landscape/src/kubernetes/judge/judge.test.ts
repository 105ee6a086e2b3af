import { difference } from './difference';
import { normalize } from './normalize';
import { loadScenarios } from './judge';
import { parseScenario } from './scenario';

describe('parseScenario', () => {
  it('reads steps and files', () => {
    const text = [
      '# A comment',
      '$ kubectl get \\',
      'pods',
      '! kubectl get nope',
      '~ kubectl get events',
      '? kubectl get pod x',
      '-- a.yaml --',
      'kind: A',
      '-- b.yaml --',
      '$ not a step',
    ].join('\n');
    expect(parseScenario('demo', text)).toEqual({
      name: 'demo',
      steps: [
        { mode: 'same', command: 'kubectl get pods' },
        { mode: 'fails', command: 'kubectl get nope' },
        { mode: 'unordered', command: 'kubectl get events' },
        { mode: 'settles', command: 'kubectl get pod x' },
      ],
      files: { 'a.yaml': 'kind: A\n', 'b.yaml': '$ not a step\n' },
    });
  });

  it('refuses a line that is no step', () => {
    expect(() => parseScenario('demo', 'kubectl get pods')).toThrow(
      'demo: a step starts with $, !, ~ or ?: kubectl get pods',
    );
  });
});

describe('normalize', () => {
  const own = {
    nodes: ['node-1'],
    zones: ['zone-a'],
    server: 'https://127.0.0.1:6443',
  };

  it.each([
    ['uid: 0de1d7a4-8b1f-4b3c-9a9e-4c8b7ed5c1b2', 'uid: <uid>'],
    ['resourceVersion: "12"', 'resourceVersion: "<version>"'],
    ['at: "2026-11-20T01:02:03Z"', 'at: "<time>"'],
    ['Fri, 20 Nov 2026 01:02:03 +0000', '<time>'],
    [
      'web-5d987dfc9f-x2x4z  1/1  Running  0  5m3s',
      'web-<hash>  1/1  Running  0  <age>',
    ],
    ['web-5d987dfc9f   2       2', 'web-<hash>  2  2'],
    ['name: web-x2x4z', 'name: web-<id>'],
    ['pod-template-hash=5d987dfc9f', 'pod-template-hash=<hash>'],
    ['10.0.0.1 on node-1 in zone-a', '<ip> on <node> in <zone>'],
    ['80:30777/TCP', '80:<port>/TCP'],
    ['web.18e9e94637f88dcc', 'web.<event>'],
    ['dial https://127.0.0.1:6443/api', 'dial <server>/api'],
    [
      'I1121 01:54:35.194515  12925 reflector.go:664] "Warning"\nerror: x',
      'error: x',
    ],
    ['Restarts: 3 (12s ago)', 'Restarts: 3 (<age> ago)'],
  ])('makes %s the same everywhere', (line, normal) => {
    expect(normalize(line, own)).toBe(normal);
  });

  it('puts the conditions of an object in order, each whole', () => {
    const written = [
      'status:',
      '  conditions:',
      '  - message: b',
      '    type: Progressing',
      '  - message: a',
      '    type: Available',
      '  replicas: 1',
    ];
    const [status, conditions, b, progressing, a, available, rest] = written;
    expect(normalize(`${written.join('\n')}\n`, own)).toBe(
      `${[status, conditions, a, available, b, progressing, rest].join(
        '\n',
      )}\n`,
    );
  });

  it.each([
    'cpu: 100m',
    '"cpu":"100m"',
    'kubectl-create',
    'replicas: 2',
    '  - name: web',
  ])('leaves %s alone', line => {
    expect(normalize(line, own)).toBe(line);
  });
});

describe('difference', () => {
  it('is empty for the same text', () => {
    expect(difference('a\nb', 'a\nb')).toEqual([]);
  });

  it('shows what is only here and only there, with a little around it', () => {
    expect(difference('1\n2\n3\na\n5', '1\n2\n3\nb\n5\n6')).toEqual([
      '  2',
      '  3',
      '- a',
      '+ b',
      '  5',
      '+ 6',
    ]);
  });
});

describe('loadScenarios', () => {
  it('reads every scenario', () => {
    const scenarios = loadScenarios();
    expect(scenarios.length).toBeGreaterThan(10);
    scenarios.forEach(({ steps }) => expect(steps.length).toBeGreaterThan(5));
  });

  it('refuses the name of one that is not there', () => {
    expect(() => loadScenarios(['get', 'nope'])).toThrow(
      'No such scenario: nope',
    );
  });
});
