import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface StoredLine {
  /** Milliseconds since the epoch. */
  time: number;
  cluster: string;
  pod: string;
}

/** Keeps lines of a namespace `order` as Elasticsearch 8 answers, the newest first; knows no other question than a page. */
export class FakeStore {
  readonly #lines: readonly StoredLine[];
  readonly #server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => (body += chunk));
    request.on('end', () => {
      const { status, answer } = this.#answer(request.url ?? '', body);
      response.statusCode = status;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    });
  });
  /** How it fails: it turns searches away, or says that it ran out of time. */
  fault: 'none' | 'error' | 'timed-out' = 'none';
  /** Searches for pages. */
  searches = 0;

  constructor(lines: readonly StoredLine[]) {
    this.#lines = [...lines].sort((a, b) => b.time - a.time);
  }

  /** @returns its address */
  async start(): Promise<string> {
    await new Promise<void>(resolve =>
      this.#server.listen(0, '127.0.0.1', resolve),
    );
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #answer(path: string, body: string): { status: number; answer: object } {
    if (path.includes('/_field_caps')) {
      return { status: 200, answer: { fields: FIELDS } };
    }
    if (!path.includes('/_search')) {
      return { status: 200, answer: { version: { number: '8.15.2' } } };
    }
    const { size, search_after: after, query } = JSON.parse(body);
    const clauses: string = JSON.stringify(query);
    const { gte, lt } = query.bool.filter[1].range['@timestamp'];
    // The question whose lines are dated later than now is another one.
    if (gte < Date.now()) {
      this.searches += 1;
      if (this.fault === 'error') return { status: 503, answer: {} };
    }
    const own = this.#lines.filter(
      ({ time, cluster }) =>
        time >= gte && time < lt && clauses.includes(`"${cluster}"`),
    );
    const rest = after ? own.filter(({ time }) => time < after[0]) : own;
    const timedOut = this.fault === 'timed-out';
    return {
      status: 200,
      answer: {
        timed_out: timedOut,
        _shards: { total: 1, failed: 0 },
        hits: {
          total: { value: own.length, relation: 'eq' },
          hits: timedOut ? [] : rest.slice(0, size).map(hitOf),
        },
      },
    };
  }
}

const KEYWORD = { keyword: {} };
const FIELDS = {
  '@timestamp': { date: {} },
  log: { text: {} },
  'kubernetes.namespace_name': KEYWORD,
  'kubernetes.pod_name': KEYWORD,
  'kubernetes.container_name': KEYWORD,
  'kubernetes.cluster_name': KEYWORD,
};

function hitOf({ time, cluster, pod }: StoredLine) {
  return {
    _index: 'k8s',
    _id: `${cluster}-${time}`,
    _source: {
      '@timestamp': new Date(time).toISOString(),
      log: `line of ${time}`,
      kubernetes: {
        namespace_name: 'order',
        pod_name: pod,
        container_name: 'order-api',
        cluster_name: cluster,
      },
    },
    sort: [time, pod, 0],
  };
}
