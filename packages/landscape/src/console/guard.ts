import type { IncomingHttpHeaders } from 'node:http';
import { ControlError } from './control-error';

/** The parts of a request that tell where it comes from. */
interface Origin {
  method: string;
  headers: IncomingHttpHeaders;
  /** The port that the console listens on. */
  port: number;
}

const SAFE_METHODS = ['GET', 'HEAD'];

/**
 * Lets only this machine's own programs and the console's own page in. The socket is on loopback, but a browser on this
 * machine is a bridge: a page from elsewhere may name us under a host of its own (DNS rebinding), or send a request
 * blindly (CSRF). The first is told by `Host`, the second by `Origin`, `Sec-Fetch-Site` and a content type that no
 * form can send.
 *
 * @throws ControlError 403 or 415.
 */
export function checkOrigin({ method, headers, port }: Origin): void {
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map(
    name => `${name}:${port}`,
  );
  if (!headers.host || !hosts.includes(headers.host.toLowerCase())) {
    throw new ControlError(
      403,
      `The console answers only under its own names, not under "${
        headers.host ?? ''
      }"`,
      { field: 'Host', allowed: hosts },
    );
  }
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${headers.host}`) {
    throw new ControlError(
      403,
      'Pages from elsewhere may not use the console',
      {
        field: 'Origin',
      },
    );
  }
  const site = headers['sec-fetch-site'];
  // Somebody may follow a link to the page; nothing else may come from another site.
  const isVisit =
    headers['sec-fetch-mode'] === 'navigate' && SAFE_METHODS.includes(method);
  if (site && site !== 'same-origin' && site !== 'none' && !isVisit) {
    throw new ControlError(
      403,
      'Pages from elsewhere may not use the console',
      {
        field: 'Sec-Fetch-Site',
      },
    );
  }
  if (SAFE_METHODS.includes(method)) return;
  const [contentType] = (headers['content-type'] ?? '').split(';');
  if (contentType.trim().toLowerCase() !== 'application/json') {
    throw new ControlError(
      415,
      'Send the body as JSON, with Content-Type: application/json',
      { field: 'Content-Type', allowed: ['application/json'] },
    );
  }
}
