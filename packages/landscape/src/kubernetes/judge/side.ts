import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { normalize, type OwnNames } from './normalize';
import type { Scenario } from './scenario';

/** One of the two clusters that are compared. */
export interface Contestant {
  name: string;
  kubeconfig: string;
  context: string;
}

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

const run = promisify(execFile);

/** What steps may call besides kubectl. */
const PRELUDE = `
set -o pipefail
# seen FILE PATTERN: waits until a line of the file matches.
seen() {
  for _ in $(seq 400); do grep -qe "$2" "$1" 2>/dev/null && return 0; sleep 0.05; done
  echo "never saw $2" >&2
  return 1
}
# owners KIND [NAME]: the managed fields, a line per owner. Their own order is that of time, to the second.
owners() {
  kubectl get "$@" -o go-template='{{define "owners"}}{{range .metadata.managedFields}}{{.manager}} {{.operation}} {{.subresource}} {{.apiVersion}} {{.fieldsV1}}{{"\\n"}}{{end}}{{end}}{{if .items}}{{range .items}}{{template "owners" .}}{{end}}{{else}}{{template "owners" .}}{{end}}' | sort
}
# settled NAME: waits until a deployment's rollout is complete and its old pods are gone.
settled() {
  kubectl rollout status "deployment/$1" --timeout=30s &&
    [ "$(kubectl get deployment "$1" -o jsonpath='{.status.terminatingReplicas}')" = 0 ]
}
`;

const PATIENCE = 60_000;

/**
 * A scenario's place on one cluster: a namespace, and a directory with its files and a kubeconfig in which everything
 * that a message could name is called alike on both sides.
 */
export class Side {
  readonly #directory: string;
  readonly #namespace: string;
  readonly #own: OwnNames;

  private constructor(directory: string, namespace: string, own: OwnNames) {
    this.#directory = directory;
    this.#namespace = namespace;
    this.#own = own;
  }

  static async open(
    contestant: Contestant,
    scenario: Scenario,
    options: { kubectl: string; namespace: string },
  ): Promise<Side> {
    const directory = await mkdtemp(join(tmpdir(), 'pilothouse-judge-'));
    await mkdir(join(directory, 'bin'));
    await mkdir(join(directory, 'work'));
    await symlink(options.kubectl, join(directory, 'bin', 'kubectl'));
    const { stdout } = await run(options.kubectl, [
      'config',
      'view',
      '--raw',
      '--minify',
      '--flatten',
      '--output=json',
      `--kubeconfig=${contestant.kubeconfig}`,
      `--context=${contestant.context}`,
    ]);
    const config = JSON.parse(stdout);
    const [{ cluster }] = config.clusters;
    const [{ user }] = config.users;
    await writeFile(
      join(directory, 'config'),
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'judge',
        clusters: [{ name: 'judge', cluster }],
        users: [{ name: 'judge', user }],
        contexts: [
          {
            name: 'judge',
            context: {
              cluster: 'judge',
              user: 'judge',
              namespace: options.namespace,
            },
          },
        ],
      }),
      { mode: 0o600 },
    );
    for (const [name, content] of Object.entries(scenario.files)) {
      await writeFile(join(directory, 'work', name), content);
    }
    const own: OwnNames = { nodes: [], zones: [], server: cluster.server };
    const side = new Side(directory, options.namespace, own);
    const nodes = await side.run(
      "kubectl get nodes --no-headers -o custom-columns='N:.metadata.name,Z:.metadata.labels.topology\\.kubernetes\\.io/zone'",
    );
    for (const line of nodes.stdout.split('\n').filter(Boolean)) {
      const [node, zone] = line.split(/ +/);
      own.nodes.push(node);
      own.zones.push(zone);
    }
    await side.run(`kubectl create namespace ${options.namespace}`);
    // Pods cannot be made before it is there.
    await side.settle('kubectl get serviceaccount default');
    return side;
  }

  /** Runs a line of bash; the outcome is normalised. */
  async run(command: string): Promise<Outcome> {
    const bin = join(this.#directory, 'bin');
    const child = spawn('bash', ['-c', `${PRELUDE}\n${command}`], {
      cwd: join(this.#directory, 'work'),
      env: {
        PATH: `${bin}:${process.env.PATH}`,
        KUBECONFIG: join(this.#directory, 'config'),
        KUBECACHEDIR: join(this.#directory, 'cache'),
        HOME: this.#directory,
        NAMESPACE: this.#namespace,
        TZ: 'UTC',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', chunk => {
      stdout += chunk;
    });
    child.stderr.on('data', chunk => {
      stderr += chunk;
    });
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', status => resolve(status ?? -1));
    });
    return {
      code,
      stdout: normalize(stdout, this.#own),
      stderr: normalize(stderr, this.#own),
    };
  }

  /** Repeats a line of bash until it succeeds; returns the last outcome. */
  async settle(command: string): Promise<Outcome> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const outcome = await this.run(command);
      if (outcome.code === 0 || Date.now() > deadline) return outcome;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  async close(): Promise<void> {
    await this.run(`kubectl delete namespace ${this.#namespace} --wait=false`);
    await rm(this.#directory, { recursive: true, force: true });
  }
}
