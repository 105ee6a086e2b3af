import {
  OutsideError,
  OutsideHttp,
  type OutsideAnswer,
  type OutsideFault,
  type OutsideRequest,
} from '@pilothouse/pilothouse-node';

/** Another address of the same store may do better. */
const OF_THE_HOST: ReadonlySet<OutsideFault> = new Set([
  'timeout',
  'unreachable',
  'open',
  'throttled',
]);

/** Gateways in front of a store that is away. */
const GATEWAY = new Set([502, 503, 504]);

interface Options {
  name: string;
  urls: readonly string[];
  headers: Readonly<Record<string, string>>;
  ca?: string;
  connections: number;
}

/** The addresses of one store: asked in turn, beginning with the one that answered last. */
export class StoreHosts {
  readonly #hosts: readonly OutsideHttp[];
  #first = 0;

  constructor({ urls, ...options }: Options) {
    this.#hosts = urls.map(baseUrl => new OutsideHttp({ ...options, baseUrl }));
  }

  /**
   * Only for what changes nothing: it may be asked of several.
   *
   * @param asked - its `timeoutMs` is for all of them together
   * @throws OutsideError of the last one
   */
  async send(asked: OutsideRequest): Promise<OutsideAnswer> {
    const end = Date.now() + asked.timeoutMs;
    const count = this.#hosts.length;
    const start = this.#first;
    for (let turn = 0; ; turn += 1) {
      const index = (start + turn) % count;
      const left = count - turn;
      // One that hangs leaves the others their share.
      const timeoutMs = Math.max(50, Math.floor((end - Date.now()) / left));
      try {
        const answer = await this.#hosts[index].send({ ...asked, timeoutMs });
        this.#first = index;
        return answer;
      } catch (error) {
        const isLast = left === 1 || Date.now() >= end;
        if (isLast || !mayDoBetter(error)) throw error;
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#hosts.map(host => host.close()));
  }
}

function mayDoBetter(error: unknown): boolean {
  if (!(error instanceof OutsideError)) return false;
  return (
    OF_THE_HOST.has(error.fault) ||
    (error.status !== undefined && GATEWAY.has(error.status))
  );
}
