import type {
  Cluster,
  ClustersService,
  WriteOutcome,
} from '@pilothouse/plugin-clusters-node';
import * as z from 'zod';

type Send = () => Promise<WriteOutcome<unknown>>;

/** A write on its way. */
export interface SentWrite {
  cluster: string;
  method: string;
  /** Of the object; missing where it is not told. */
  name?: string;
}

/** Stands between a write and its cluster. */
export type Intercept = (
  write: SentWrite,
  send: Send,
) => Promise<WriteOutcome<unknown>>;

const namedSchema = z.object({
  name: z.string().optional(),
  metadata: z.object({ name: z.string() }).optional(),
});

const METHODS = ['apply', 'create', 'scale', 'jsonPatch'] as const;

/** What a network between us and the clusters may do to writes: lose them, lose their answers, keep them for later. */
export class InterceptedClusters implements ClustersService {
  readonly #clusters: ClustersService;
  readonly #wrapped = new Map<string, Cluster>();
  /** What was sent, in its order. */
  readonly sent: SentWrite[] = [];
  intercept: Intercept = (_, send) => send();

  constructor(clusters: ClustersService) {
    this.#clusters = clusters;
  }

  async list(): Promise<readonly Cluster[]> {
    return (await this.#clusters.list()).map(cluster => this.#wrap(cluster));
  }

  async get(name: string): Promise<Cluster | undefined> {
    const cluster = await this.#clusters.get(name);
    return cluster && this.#wrap(cluster);
  }

  /** The next write of a kind that is done: its answer is lost. */
  loseAnswer(method: string): void {
    this.intercept = async (write, send) => {
      const answer = await send();
      if (write.method !== method || answer.outcome !== 'done') return answer;
      this.intercept = (_, next) => next();
      return { outcome: 'unknown', message: 'The answer was lost' };
    };
  }

  /** The next write of a kind is lost on its way, and nobody knows. */
  loseWrite(method: string): void {
    this.#once(method, async () => ({
      outcome: 'unknown',
      message: 'It was lost',
    }));
  }

  /** The next write of a kind stands still. @returns resolves when it does, with what sends it at last */
  keepWrite(method: string): Promise<Send> {
    return new Promise(kept => {
      this.#once(
        method,
        send =>
          new Promise(resolve => {
            kept(async () => {
              const outcome = await send();
              resolve(outcome);
              return outcome;
            });
          }),
      );
    });
  }

  #once(
    method: string,
    act: (send: Send) => Promise<WriteOutcome<unknown>>,
  ): void {
    this.intercept = (write, send) => {
      if (write.method !== method) return send();
      this.intercept = (_, next) => next();
      return act(send);
    };
  }

  #wrap(cluster: Cluster): Cluster {
    const known = this.#wrapped.get(cluster.name);
    if (known) return known;
    const wrapped = new Proxy(cluster, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        const call = value.bind(target);
        const method = METHODS.find(name => name === property);
        if (!method) return call;
        return (...args: unknown[]) => {
          const name = nameIn(args);
          const write = { cluster: cluster.name, method, name };
          this.sent.push(write);
          return this.intercept(write, () => call(...args));
        };
      },
    });
    this.#wrapped.set(cluster.name, wrapped);
    return wrapped;
  }
}

/** The name of the object that a write is about: in its manifest, or in its precondition. */
function nameIn(args: readonly unknown[]): string | undefined {
  for (const argument of args) {
    const { data } = namedSchema.safeParse(argument);
    const name = data?.metadata?.name ?? data?.name;
    if (name) return name;
  }
  return undefined;
}
