import { readFile } from 'node:fs/promises';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { join } from 'node:path';
import { ControlError } from './control-error';
import type { ControlledLandscape } from './directory';
import { checkOrigin } from './guard';
import { controlRoutes, type ControlRequest } from './routes';

const LONGEST_BODY = 64 * 1024;

/** Scripts, styles and requests of its own only; no frames, no forms, nothing from elsewhere. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

const CONTENT_TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

// The landscape is never bundled: it runs from its sources.
// eslint-disable-next-line no-restricted-syntax
const PAGE_FOLDER = join(__dirname, 'page');

/** The files of the page. Nothing else is ever read for a request. */
const PAGE_FILES = new Set([
  'index.html',
  'theme.css',
  'controls.css',
  'page.css',
  'page.js',
  'clusters.js',
  'control.js',
  'elements.js',
  'faults.js',
  'services.js',
  'state.js',
  'systems.js',
  'target.js',
  'words.js',
]);

export interface Console {
  url: string;
  stop(): Promise<void>;
}

/** Serves the control API and its page on loopback. */
export async function startConsole(
  landscape: ControlledLandscape,
  options: { port: number; onError: (error: unknown) => void },
): Promise<Console> {
  const handle = controlRoutes(landscape);
  const server = createServer((request, response) => {
    answer(handle, request, response).catch(error => {
      if (!(error instanceof ControlError)) options.onError(error);
      sendError(response, error);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port =
    typeof address === 'object' && address ? address.port : options.port;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  handle: (request: ControlRequest) => unknown,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', headers } = request;
  const port = request.socket.localPort ?? 0;
  checkOrigin({ method, headers, port });
  const { pathname, searchParams } = parseUrl(request.url);
  const file = pathname === '/' ? 'index.html' : pathname.slice(1);
  if (PAGE_FILES.has(file) && method === 'GET') {
    const content = await readFile(join(PAGE_FOLDER, file));
    send(response, 200, CONTENT_TYPES[file.split('.')[1]], content);
    return;
  }
  const body = method === 'GET' ? undefined : await readJson(request);
  const result = handle({ method, path: pathname, query: searchParams, body });
  send(response, 200, 'application/json', JSON.stringify(result));
}

function parseUrl(url = '/') {
  try {
    const { pathname, searchParams } = new URL(url, 'http://console');
    return { pathname: decodeURIComponent(pathname), searchParams };
  } catch (cause) {
    throw new ControlError(400, 'The URL cannot be read');
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LONGEST_BODY) {
      throw new ControlError(
        413,
        `The body is longer than ${LONGEST_BODY} bytes`,
      );
    }
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ControlError(400, 'The body is not JSON');
  }
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  content: string | Buffer,
): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': type });
  response.end(content);
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known = error instanceof ControlError ? error : undefined;
  const body = {
    error: {
      message: known?.message ?? 'The landscape failed; its output says why',
      field: known?.field,
      allowed: known?.allowed,
    },
  };
  // What is left of a body that nobody reads must not be taken for the next request.
  response.setHeader('Connection', 'close');
  send(
    response,
    known?.status ?? 500,
    'application/json',
    JSON.stringify(body),
  );
}
