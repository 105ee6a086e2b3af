/** `li.wei` for `user:default/li.wei`; services and what is no reference stand as they are. */
export function personName(ref: string): string {
  return /^user:(?:[^/]+\/)?(.+)$/.exec(ref)?.[1] ?? ref;
}
