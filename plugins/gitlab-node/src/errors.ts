import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';

/** What a GitLab says is shown to people: no more of it than they read. */
const MOST_SHOWN = 300;

/** An answer that is no success, as an error that a person can act on. It never holds a token. */
export function errorOfAnswer(
  host: string,
  asked: { method: string; path: string },
  answer: { status: number; body: unknown },
): Error {
  const { status } = answer;
  const what = `GitLab ${host} answered ${asked.method} ${asked.path} with ${status}`;
  const said = messageOf(answer.body);
  const text = said ? `${what}: ${said}` : what;
  if (status === 401) {
    return new ServiceUnavailableError(
      `${what}: it does not accept the token of integrations.gitlab`,
    );
  }
  if (status === 403) return new NotAllowedError(text);
  if (status === 404) return new NotFoundError(text);
  if (status === 409) return new ConflictError(text);
  if (status === 429 || status >= 500) return new ServiceUnavailableError(text);
  return new InputError(text);
}

/** GitLab says `message` as a text, a list or fields with lists, and sometimes `error`. */
function messageOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const said =
    ('message' in body && body.message) || ('error' in body && body.error);
  if (!said) return '';
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0020\u007f]+/g, ' ').slice(0, MOST_SHOWN);
}
