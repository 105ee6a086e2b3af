const LOOPBACK: ReadonlySet<string> = new Set([
  'localhost',
  '127.0.0.1',
  '[::1]',
]);

/** The parts of a request that tell which page sent it. */
export interface RequestOrigin {
  /** The `Host` header. */
  host: string | undefined;
  /** The `Origin` header, which browsers send with all but the simplest requests. */
  origin: string | undefined;
}

/**
 * Tells requests of the portal's own pages from those of a website whose name has been pointed to this computer (DNS
 * rebinding): a browser takes such a site for the portal, but still names it in `Host`.
 *
 * @param baseUrls - where the app and the backend are reached
 */
export function createHostCheck(
  baseUrls: readonly string[],
): (request: RequestOrigin) => boolean {
  const own = new Set(baseUrls.map(url => new URL(url).host));
  const isOurs = (url: string) => {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (!parsed) return false;
    return own.has(parsed.host) || LOOPBACK.has(parsed.hostname);
  };
  return ({ host, origin }) =>
    isOurs(`http://${host}`) && (origin === undefined || isOurs(origin));
}
