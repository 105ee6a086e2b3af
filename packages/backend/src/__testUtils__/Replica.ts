import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const START_TIMEOUT_MS = 90_000;
const POLL_MS = 250;

interface ReplicaOptions {
  folder: string;
  command: string[];
  env: Record<string, string>;
  port: number;
}

/** One replica of the portal, as a container would run it. */
export class Replica {
  readonly url: string;
  readonly #process: ChildProcess;
  #log = '';

  constructor(options: ReplicaOptions) {
    this.url = `http://127.0.0.1:${options.port}`;
    const child = spawn(process.execPath, options.command, {
      cwd: options.folder,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        PORT: String(options.port),
        ...options.env,
      },
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', chunk => {
        this.#log += chunk;
      });
    }
    this.#process = child;
  }

  /** Everything that it has printed. */
  get log(): string {
    return this.#log;
  }

  get(path: string): Promise<Response> {
    return fetch(this.url + path, {
      redirect: 'manual',
      signal: AbortSignal.timeout(5_000),
    });
  }

  /** The status of a probe, or undefined where nobody answers. */
  async probe(name: 'liveness' | 'readiness'): Promise<number | undefined> {
    try {
      return (await this.get(`/.backstage/health/v1/${name}`)).status;
    } catch {
      return undefined;
    }
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while ((await this.probe('readiness')) !== 200) {
      if (this.#process.exitCode !== null || Date.now() > deadline) {
        throw new Error(`The backend did not start:\n${brief(this.#log)}`);
      }
      await delay(POLL_MS);
    }
  }

  /** Asks it to end, as a kubelet does, and waits until it has. */
  async terminate(): Promise<number | null> {
    const { exitCode } = this.#process;
    if (exitCode !== null) return exitCode;
    const exit = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const [code] = await exit;
    return code;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }
}

function brief(log: string): string {
  return log
    .split('\n')
    .filter(line => !line.includes('incomingRequest'))
    .map(line => line.slice(0, 400))
    .slice(-40)
    .join('\n');
}
