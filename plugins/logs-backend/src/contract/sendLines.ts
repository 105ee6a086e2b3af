/** A line, with what collectors add to it. */
export interface SentLine {
  /** ISO 8601 */
  at: string;
  text: string;
  pod: string;
  namespace?: string;
  level?: string;
  tid?: string;
  offset: number;
}

/** Puts lines into a store that tests may write to, in an index of their own; the time is kept to the nanosecond. */
export async function sendLines(
  url: string,
  index: string,
  lines: readonly SentLine[],
  timeType: 'date' | 'date_nanos' = 'date',
): Promise<void> {
  const keyword = { type: 'keyword' };
  await send(`${url}/${index}`, 'PUT', {
    settings: { number_of_shards: 2, number_of_replicas: 0 },
    mappings: {
      properties: {
        '@timestamp': { type: timeType },
        log: { type: 'text' },
        level: keyword,
        tid: keyword,
        offset: { type: 'long' },
        kubernetes: {
          properties: {
            namespace_name: keyword,
            // As a dynamic mapping has it.
            pod_name: { type: 'text', fields: { keyword } },
            container_name: keyword,
            container_image: keyword,
            cluster_name: keyword,
          },
        },
      },
    },
  });
  const body = lines.flatMap((line, place) => [
    JSON.stringify({ index: { _id: `line-${place}` } }),
    JSON.stringify(documentOf(line)),
  ]);
  const answer = await send(
    `${url}/${index}/_bulk?refresh=true`,
    'POST',
    `${body.join('\n')}\n`,
  );
  if (JSON.parse(answer).errors) throw new Error(answer.slice(0, 1000));
}

export async function deleteIndices(url: string, indices: readonly string[]) {
  for (const index of indices) {
    await send(`${url}/${index}`, 'DELETE').catch(() => {});
  }
}

function documentOf({
  at,
  text,
  pod,
  namespace,
  level,
  tid,
  offset,
}: SentLine) {
  return {
    '@timestamp': at,
    log: text,
    level,
    tid,
    offset,
    kubernetes: {
      namespace_name: namespace ?? 'order',
      pod_name: pod,
      container_name: 'order-api',
      container_image: 'registry.yunfan.test/order/order-api:1.4.0',
      cluster_name: 'prod-beijing',
    },
  };
}

async function send(
  url: string,
  method: string,
  body?: object | string,
): Promise<string> {
  const answer = await fetch(url, {
    method,
    headers: {
      'content-type':
        typeof body === 'string' ? 'application/x-ndjson' : 'application/json',
    },
    body: typeof body === 'object' ? JSON.stringify(body) : body,
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${text.slice(0, 1000)}`);
  return text;
}
