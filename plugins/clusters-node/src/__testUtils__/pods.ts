import type { ServerResponse } from 'node:http';

/** A pod over the wire, of a version. */
export function podOf(name: string, version: number, rest: object = {}) {
  return {
    metadata: {
      name,
      namespace: 'order',
      uid: `uid-of-${name}`,
      resourceVersion: String(version),
      ...rest,
    },
  };
}

export function podList(
  items: object[],
  version: number,
  token?: string,
): object {
  return {
    metadata: { resourceVersion: String(version), continue: token },
    items,
  };
}

/** Sends events of a watch; the response stays open. */
export function sendEvents(
  response: ServerResponse,
  ...events: [type: string, object: object][]
): void {
  const lines = events.map(
    ([type, object]) => `${JSON.stringify({ type, object })}\n`,
  );
  response.write(lines.join(''));
}
