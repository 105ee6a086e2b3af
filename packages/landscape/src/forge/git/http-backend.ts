import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gitEnvironment } from './git';

const LARGEST_PUSH = 64 * 1024 * 1024;
const LONGEST_MS = 60_000;
const LONGEST_HEAD = 64 * 1024;

/** The three things that a git client asks a server for. */
export type Service = 'git-upload-pack' | 'git-receive-pack';

/**
 * Lets `git http-backend` answer a clone, a fetch or a push. The caller has checked who asks, and what for.
 *
 * @param path - below the folder of the repositories: `/order/order-api.git/info/refs`
 * @see https://git-scm.com/docs/git-http-backend
 */
export function runHttpBackend(
  message: IncomingMessage,
  response: ServerResponse,
  options: { root: string; path: string; query: string; user: string },
): Promise<void> {
  const { root, path, query, user } = options;
  const { method = 'GET', headers } = message;
  const protocol = headers['git-protocol'];
  const child = spawn('git', ['http-backend'], {
    env: gitEnvironment({
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: method,
      CONTENT_TYPE: headers['content-type'] ?? '',
      CONTENT_LENGTH: headers['content-length'] ?? '',
      HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
      REMOTE_USER: user,
      REMOTE_ADDR: '127.0.0.1',
      ...(typeof protocol === 'string' && { GIT_PROTOCOL: protocol }),
    }),
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: LONGEST_MS,
  });
  let received = 0;
  message.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > LARGEST_PUSH) {
      child.kill('SIGKILL');
      response.destroy();
    }
  });
  child.stdin.on('error', () => {});
  message.pipe(child.stdin);
  response.on('close', () => child.kill('SIGKILL'));

  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    if (head === undefined) {
      if (!response.write(chunk)) {
        child.stdout.pause();
        response.once('drain', () => child.stdout.resume());
      }
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) {
      if (head.length > LONGEST_HEAD) child.kill('SIGKILL');
      return;
    }
    writeHead(response, head.subarray(0, end).toString());
    const body = head.subarray(end + 4);
    head = undefined;
    if (body.length > 0) response.write(body);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      if (head !== undefined && !response.headersSent) response.writeHead(500);
      response.end();
      resolve();
    });
  });
}

function writeHead(response: ServerResponse, head: string): void {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else if (colon > 0) response.setHeader(name, value);
  }
  response.writeHead(status);
}
