import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';

interface Asked {
  method: string;
  /** With its query. */
  url: string;
  headers: IncomingHttpHeaders;
}

type Answer = (response: ServerResponse, asked: Asked) => void;

/** An HTTP server that answers as a test wants it, and remembers what it was asked. */
export class FakeRegistry {
  readonly asked: Asked[] = [];
  readonly #answers = new Map<string, Answer>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const { method = 'GET', url = '/', headers } = request;
      const asked = { method, url, headers };
      this.asked.push(asked);
      const path = url.split('?')[0];
      const answer = this.#answers.get(path) ?? this.#answers.get('*');
      if (answer) answer(response, asked);
      else refuse(response, 404, 'MANIFEST_UNKNOWN');
    });
  }

  static async start(): Promise<FakeRegistry> {
    const registry = new FakeRegistry();
    registry.#server.listen(0, '127.0.0.1');
    await once(registry.#server, 'listening');
    return registry;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  get host(): string {
    const address = this.#server.address();
    return typeof address === 'object' && address
      ? `127.0.0.1:${address.port}`
      : '';
  }

  /** @param path - without query; `*` for what nothing else answers */
  on(path: string, answer: Answer): this {
    this.#answers.set(path, answer);
    return this;
  }

  /** Answers with bytes or JSON. */
  has(
    path: string,
    content: string | object,
    headers: Record<string, string> = {},
  ): this {
    return this.on(path, response => {
      response.writeHead(200, headers);
      response.end(bodyOf(content));
    });
  }

  /** An image of one platform under a tag and its digest; returns the digest. */
  image(
    repository: string,
    tag: string,
    config: object = {
      os: 'linux',
      architecture: 'amd64',
      created: '2026-11-20T08:00:00Z',
    },
  ): string {
    const blob = bodyOf(config);
    const manifest = {
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: sha256(blob),
        size: Buffer.byteLength(blob),
      },
      layers: [{ size: 1_000 }],
    };
    const digest = sha256(bodyOf(manifest));
    const headers = {
      'Content-Type': 'application/vnd.oci.image.manifest.v1+json',
      'Docker-Content-Digest': digest,
    };
    const manifests = `/v2/${repository}/manifests`;
    this.has(`${manifests}/${tag}`, manifest, headers);
    this.has(`${manifests}/${digest}`, manifest, headers);
    this.has(`/v2/${repository}/blobs/${sha256(blob)}`, blob);
    return digest;
  }

  reset(): void {
    this.#answers.clear();
    this.asked.length = 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers);
  response.end(JSON.stringify({ errors: [{ code, message: 'no' }] }));
}

export function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function bodyOf(content: string | object): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}
