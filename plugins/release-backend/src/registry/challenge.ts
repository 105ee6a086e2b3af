/** What a registry wants, by its header `WWW-Authenticate`. */
export type Challenge =
  | { scheme: 'basic' }
  | { scheme: 'bearer'; realm: string; service?: string };

const SCHEME = /(?:^|,)\s*(basic|bearer)(?=\s|,|$)/gi;
const PARAMETER = /([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi;
const LONGEST = 8_192;

/** Reads the header; tokens come before passwords where a registry takes both. */
export function parseChallenge(
  header: string | readonly string[] | undefined,
): Challenge | undefined {
  const text = [header ?? []].flat().join(', ').slice(0, LONGEST);
  const starts = [...text.matchAll(SCHEME)];
  const challenges = starts.map(({ index, 1: scheme }, place) => {
    const parameters = new Map(
      [...text.slice(index, starts[place + 1]?.index).matchAll(PARAMETER)].map(
        ([, name, quoted, plain]) => [
          name.toLowerCase(),
          quoted?.replace(/\\(.)/g, '$1') ?? plain,
        ],
      ),
    );
    return { scheme: scheme.toLowerCase(), parameters };
  });
  for (const { scheme, parameters } of challenges) {
    const realm = parameters.get('realm');
    if (scheme === 'bearer' && realm !== undefined) {
      return { scheme, realm, service: parameters.get('service') };
    }
  }
  return challenges.some(({ scheme }) => scheme === 'basic')
    ? { scheme: 'basic' }
    : undefined;
}

/** Parts of names under which anybody can have a name: `co.uk`, `com.cn`. */
const SHARED = /^(ac|co|com|edu|gov|net|org)\.[a-z]{2}$/;

/** The domain above a host, when it belongs to somebody. */
function parentOf(hostname: string): string | undefined {
  if (/^[\d.]+$/.test(hostname) || hostname.startsWith('[')) return undefined;
  const parent = hostname.split('.').slice(1).join('.');
  return parent.includes('.') && !SHARED.test(parent) ? parent : undefined;
}

/**
 * The address that gives tokens, if the password may go there: that of the registry itself, of a neighbour in its
 * domain (`auth.docker.io` for `registry-1.docker.io`), or of the configuration. Whoever answers in the name of a
 * registry could ask for the password to be sent anywhere.
 *
 * @returns `undefined` when it may not
 */
export function trustedRealm(
  realm: string,
  registry: URL,
  tokenHosts: readonly string[],
): URL | undefined {
  const url = URL.parse(realm);
  if (!url || url.username || url.password) return undefined;
  // Never from an encrypted connection to one that is not.
  const schemes =
    registry.protocol === 'https:' ? ['https:'] : ['https:', 'http:'];
  if (!schemes.includes(url.protocol)) return undefined;
  const parent = parentOf(registry.hostname);
  const trusted =
    url.hostname === registry.hostname ||
    (parent !== undefined &&
      (url.hostname === parent || url.hostname.endsWith(`.${parent}`))) ||
    tokenHosts.includes(url.host) ||
    tokenHosts.includes(url.hostname);
  return trusted ? url : undefined;
}
