import type { IncomingMessage } from 'node:http';
import { ACCOUNTS, type Account } from '../accounts';
import type { Forge } from '../forge';
import { ForgeRefusal, type ForgeAnswer } from '../http';
import { Call } from './call';
import { Input, isRecord } from './input';
import { findRoute } from './router';
import { ROUTES } from './routes';

/** Base64 makes a third more of a file; the largest commit is a few of them. */
const LARGEST_BODY = 24 * 1024 * 1024;
const PREFIX = '/api/v4/';

/** @throws ForgeRefusal */
export async function answerApi(
  forge: Forge,
  request: { message: IncomingMessage; url: URL; account: Account | undefined },
): Promise<ForgeAnswer> {
  const { message, url, account } = request;
  const { method = 'GET', headers } = message;
  if (!url.pathname.startsWith(PREFIX)) {
    throw new ForgeRefusal(404, { error: '404 Not Found' });
  }
  if (!account) {
    throw new ForgeRefusal(401, { message: '401 Unauthorized' });
  }
  const path = url.pathname.slice(PREFIX.length).replace(/\/$/, '');
  const { route, known, parameters } = findRoute(ROUTES, method, path);
  if (!route) {
    throw known
      ? new ForgeRefusal(405, { error: '405 Not Allowed' })
      : new ForgeRefusal(404, { error: '404 Not Found' });
  }
  if (route.method !== 'GET' && ACCOUNTS[account] !== 'api') {
    throw new ForgeRefusal(403, {
      error: 'insufficient_scope',
      error_description:
        'The request requires higher privileges than provided by the access token.',
      scope: 'api',
    });
  }
  const body = readFields(await readBody(message), headers['content-type']);
  return route.handle(
    new Call({
      forge,
      account,
      parameters,
      path: url.pathname,
      input: new Input(url.searchParams, body),
      headers: { 'if-none-match': headers['if-none-match'] },
    }),
  );
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size > LARGEST_BODY) {
      throw new ForgeRefusal(413, { message: '413 Payload Too Large' });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** @throws ForgeRefusal 400 */
function readFields(
  body: string,
  contentType: string | undefined,
): Record<string, unknown> {
  if (body === '') return {};
  const [type] = (contentType ?? '').split(';');
  if (type.trim() === 'application/x-www-form-urlencoded') {
    return Object.fromEntries(new URLSearchParams(body));
  }
  try {
    const value: unknown = JSON.parse(body);
    if (isRecord(value)) return value;
  } catch {
    // Said below, as for anything else that is no object.
  }
  throw new ForgeRefusal(400, { error: 'body is invalid' });
}
