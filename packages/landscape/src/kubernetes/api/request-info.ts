/** What a request wants, in the words of authorization. */
export type RequestInfo = ResourceRequest | PathRequest;

/** A request for objects of some kind, whether or not that kind exists. */
export interface ResourceRequest {
  isResource: true;
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete` or `deletecollection`. */
  verb: string;
  group: string;
  version: string;
  namespace?: string;
  resource: string;
  subresource?: string;
  name?: string;
  path: string;
}

/** A request for anything else: `/version`, `/healthz`, discovery. */
export interface PathRequest {
  isResource: false;
  /** The HTTP method in lower case. */
  verb: string;
  path: string;
}

const VERBS: Record<string, string> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Paths below a Namespace that are its own and not a kind within it. */
const OF_NAMESPACE = new Set(['status', 'finalize']);

/** Takes a method and a URL apart. */
export function parseRequest(method: string, url: URL): RequestInfo {
  const path = url.pathname;
  const parts = decodeParts(path);
  const [root, ...rest] = parts;
  const core = root === 'api';
  const depth = core ? 1 : 2;
  if ((!core && root !== 'apis') || rest.length <= depth)
    return { isResource: false, verb: method.toLowerCase(), path };
  const group = core ? '' : rest[0];
  const version = rest[depth - 1];
  const tail = rest.slice(depth);
  return {
    isResource: true,
    group,
    version,
    path,
    ...placeOf(tail),
    ...verbOf(method, url, tail),
  };
}

function decodeParts(path: string): string[] {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return [];
  }
}

function placeOf(tail: string[]) {
  const [first, namespace, third] = tail;
  if (first !== 'namespaces' || namespace === undefined)
    return { resource: first, name: tail[1], subresource: tail[2] };
  // A Namespace counts as being in itself: a role within it may allow to read it.
  if (third === undefined || OF_NAMESPACE.has(third))
    return {
      resource: 'namespaces',
      namespace,
      name: namespace,
      subresource: third,
    };
  return {
    resource: third,
    namespace,
    name: tail[3],
    subresource: tail[4],
  };
}

function verbOf(method: string, url: URL, tail: string[]): { verb: string } {
  const { name } = placeOf(tail);
  const verb = VERBS[method] ?? method.toLowerCase();
  if (verb === 'delete' && name === undefined)
    return { verb: 'deletecollection' };
  if (verb !== 'get' || name !== undefined) return { verb };
  const watch = url.searchParams.get('watch');
  const watching = watch !== null && watch !== '0' && watch !== 'false';
  return { verb: watching ? 'watch' : 'list' };
}
