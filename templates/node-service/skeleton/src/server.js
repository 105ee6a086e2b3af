/** More is not read of a request's body. */
const LARGEST_BODY = 1024 * 1024;

/** They come every few seconds, and say nothing when all is well. */
const PROBES = ['/health', '/livez'];

/** An error that the caller is told about. */
export class HttpError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Answers requests by the routes, counts them, and writes a line for each. */
export function createHandler({ routes, log, metrics, state }) {
  return async (request, response) => {
    const began = performance.now();
    const { route, handler } = find(routes, request);
    response.once('close', () => {
      const seconds = (performance.now() - began) / 1000;
      metrics.observe({
        method: request.method,
        route,
        code: response.statusCode,
        seconds,
      });
      const level =
        response.statusCode >= 500
          ? 'error'
          : PROBES.includes(route)
          ? 'debug'
          : 'info';
      log[level](`${request.method} ${route} ${response.statusCode}`, {
        method: request.method,
        route,
        status: response.statusCode,
        ms: Math.round(seconds * 1000),
      });
    });
    try {
      const answer = await handler({
        request,
        state,
        json: () => readJson(request),
      });
      send(response, answer?.status ?? 200, answer?.body ?? {}, state);
    } catch (error) {
      const known = error instanceof HttpError;
      if (!known) log.error('Failed', { route, error: error.stack });
      send(
        response,
        known ? error.status : 500,
        { error: known ? error.message : 'Something went wrong here' },
        state,
      );
    }
  };
}

function find(routes, request) {
  const [path] = request.url.split('?');
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const here = routes.filter(({ pattern }) => pattern.test(path));
  const found = here.find(candidate => candidate.method === method);
  if (found) {
    const { groups } = found.pattern.exec(path);
    return {
      route: found.path,
      handler: context =>
        found.handler({ ...context, params: decode(groups ?? {}) }),
    };
  }
  return {
    // Not the path: everybody can make one up, and each would be a series of its own.
    route: 'none',
    handler: () => {
      throw here.length > 0
        ? new HttpError(405, `${method} is not answered here`)
        : new HttpError(404, 'There is nothing here');
    },
  };
}

function decode(groups) {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, text]) => [
        name,
        decodeURIComponent(text),
      ]),
    );
  } catch {
    throw new HttpError(400, 'The address is not encoded as one');
  }
}

function send(response, status, body, state) {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'X-Content-Type-Options': 'nosniff',
    // Whoever keeps this connection would meet a closed door next time.
    ...(state.leaving && { Connection: 'close' }),
  });
  response.end(text);
}

async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new HttpError(413, 'The body is too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new HttpError(400, 'The body has to be JSON');
  }
}
