import { mockCredentials } from '@backstage/backend-test-utils';
import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PortalSettings } from './portal';

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;
const REQUEST_TIMEOUT_MS = 20_000;

/** What the API answered. */
export interface Answer {
  status: number;
  body: unknown;
}

/** The release plugin in a process that can be killed, frozen and started again on the same database. */
export class PortalProcess {
  readonly #child: ChildProcess;
  readonly #url: string;
  #log = '';

  /** @param settings - `config.database` becomes the backend's */
  static async start(settings: PortalSettings): Promise<PortalProcess> {
    const port = await freePort();
    const { database, ...config } = settings.config;
    const portal = new PortalProcess(port, {
      ...settings,
      config: {
        ...config,
        backend: {
          baseUrl: `http://127.0.0.1:${port}`,
          listen: { host: '127.0.0.1', port },
          database,
          auth: { dangerouslyDisableDefaultAuthPolicy: true },
        },
      },
    });
    await portal.#ready();
    return portal;
  }

  private constructor(port: number, settings: PortalSettings) {
    this.#url = `http://127.0.0.1:${port}`;
    this.#child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        resolve(__filename, '../portal.ts'),
      ],
      {
        env: {
          PATH: process.env.PATH,
          NODE_ENV: 'test',
          LOG_LEVEL: 'info',
          PORTAL_TEST: JSON.stringify(settings),
        },
      },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', chunk => {
        this.#log = (this.#log + chunk).slice(-20_000);
      });
    }
  }

  /** What it printed last. */
  get log(): string {
    return this.#log;
  }

  get(path: string, user?: string): Promise<Answer> {
    return this.#ask('GET', path, undefined, user);
  }

  post(path: string, body: object, user?: string): Promise<Answer> {
    return this.#ask('POST', path, body, user);
  }

  /** As a machine that loses its power. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }

  /** As a machine that stands still, and goes on later as if nothing had been. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  async #ask(
    method: string,
    path: string,
    body?: object,
    user = 'user:default/li.wei',
  ): Promise<Answer> {
    const response = await fetch(`${this.#url}/api/release/v1/${path}`, {
      method,
      headers: {
        Authorization: mockCredentials.user.header(user),
        ...(body && { 'Content-Type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    return { status: response.status, body: await response.json() };
  }

  async #ready(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      try {
        const { status } = await this.get('clusters');
        if (status === 200) return;
      } catch {
        // It is not listening yet.
      }
      if (this.#child.exitCode !== null || Date.now() > deadline) {
        await this.kill();
        throw new Error(`The portal did not start:\n${this.#log}`);
      }
      await delay(POLL_MS);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('No port');
  return address.port;
}
