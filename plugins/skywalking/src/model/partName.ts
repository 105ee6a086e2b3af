/**
 * The name in an id of SkyWalking: `<service>_<base64 of the name>`. For filters whose row is not on the screen.
 *
 * @returns `undefined` where it is no such id
 */
export function partName(id: string): string | undefined {
  const encoded = /_([A-Za-z0-9+/=]+)$/.exec(id)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(encoded), each => each.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not base64, or not of a text: then it has no name to show.
    return undefined;
  }
}

/** `7d9f8b6c5-t5r9v`: what tells a pod from its siblings; the name of the service is known. */
export function shortPod(name: string): string {
  return /(?:canary-)?[a-z0-9]{1,10}-[a-z0-9]{5}$/.exec(name)?.[0] ?? name;
}
