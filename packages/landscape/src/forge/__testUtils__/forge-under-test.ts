import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedClock } from '../../clock';
import { createWorld, type World } from '../../world/world';
import { startForge, type RunningForge } from '../server';

const NOW = Date.parse('2026-11-21T20:30:00+08:00');

interface Asking {
  method?: string;
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
}

/** A forge of its own for a test file, without the rest of the landscape; its clock stands still. */
export class ForgeUnderTest {
  readonly #clock = new SimulatedClock({ start: NOW });
  readonly world: World = createWorld({ clock: this.#clock, bornAt: NOW });
  readonly errors: unknown[] = [];
  #dataDir = '';
  #forge: RunningForge | undefined;
  #made = 0;

  async start(): Promise<void> {
    this.#dataDir ||= await mkdtemp(join(tmpdir(), 'forge-'));
    this.#forge = await startForge({
      clock: this.#clock,
      world: this.world,
      port: 0,
      dataDir: this.#dataDir,
      onError: error => this.errors.push(error),
    });
  }

  async stop(): Promise<void> {
    await this.#forge?.stop();
    await rm(this.#dataDir, { recursive: true });
  }

  async restart(): Promise<void> {
    await this.#forge?.stop();
    await this.start();
  }

  get running(): RunningForge {
    if (!this.#forge) throw new Error('The forge has not been started');
    return this.#forge;
  }

  /** Lets time pass, and with it what the runner does. */
  advance(milliseconds: number): void {
    this.#clock.advance(milliseconds);
  }

  get dataDir(): string {
    return this.#dataDir;
  }

  ask(path: string, { method, body, token, headers }: Asking = {}) {
    const { url, tokens } = this.running;
    return fetch(`${url}/api/v4/${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        'PRIVATE-TOKEN': token ?? tokens.portal,
        'Content-Type': 'application/json',
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** The JSON of an answer with the status that it should have: 201 for what has a body, else 200. */
  async json(path: string, asking?: Asking, status?: number) {
    const response = await this.ask(path, asking);
    const value = await response.json();
    const expected = status ?? (asking?.body === undefined ? 200 : 201);
    expect({ status: response.status, value }).toEqual({
      status: expected,
      value: expect.anything(),
    });
    return value;
  }

  /** A project for one test; returns its path in URLs. */
  async newProject(name = `made-${++this.#made}`): Promise<string> {
    const { id } = await this.json('namespaces/order');
    const body = { name, namespace_id: id, visibility: 'internal' };
    await this.json('projects', { body });
    return `projects/order%2F${name}`;
  }

  commit(project: string, actions: object[], more: object = {}) {
    const body = { branch: 'main', commit_message: 'Change', actions, ...more };
    return this.json(`${project}/repository/commits`, { body });
  }
}

/** An action of a commit. */
export function create(file_path: string, content: string) {
  return { action: 'create', file_path, content };
}
