import { HttpError } from './server.js';

/** What the service answers. `:name` in a path is a parameter. */
export const routes = [
  route('GET', '/', () => ({
    body: { service: ${{ values.service.name | dump }}, pod: process.env.POD_NAME },
  })),

  // An example of your own.
  route('POST', '/greetings/:name', async ({ params, json }) => {
    const greeting = (await json())?.greeting;
    if (typeof greeting !== 'string' || greeting.length > 100) {
      throw new HttpError(400, 'greeting has to be a text of up to 100 letters');
    }
    return { status: 201, body: { text: `${greeting}, ${params.name}` } };
  }),

  // Ready: may get traffic. Ask nothing of others here: their trouble would take all pods out at once.
  route('GET', '/health', ({ state }) =>
    state.leaving
      ? { status: 503, body: { status: 'leaving' } }
      : { body: { status: 'ready' } },
  ),
  // Alive: need not be restarted.
  route('GET', '/livez', () => ({ body: { status: 'alive' } })),
];

/** A way in, by its method and path; the handler gets the parameters of the path, and `json()`, its body. */
export function route(method, path, handler) {
  const pattern = new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
  return { method, path, pattern, handler };
}
