import { httpUrl } from './httpUrl';

/** What an entity says of its runbook. */
export interface RunbookLink {
  href: string;
  /** It is a page of the portal. */
  isInside: boolean;
}

/** @returns nothing for what is neither a path of the portal nor an address with http(s) */
export function runbookLink(
  annotation: string | undefined,
): RunbookLink | undefined {
  if (annotation === undefined) return undefined;
  // A second slash or a backslash would lead to another host.
  if (/^\/(?![/\\])/.test(annotation)) {
    return { href: annotation, isInside: true };
  }
  const href = httpUrl(annotation);
  return href === undefined ? undefined : { href, isInside: false };
}
