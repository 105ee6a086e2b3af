import { randomUUID } from 'node:crypto';

const MINUTE = 60_000;

/** What agents would have sent, in the service's own name. */
export interface Traffic {
  service: string;
  release: string;
  canary: string;
  /** Milliseconds since the epoch; the first moment of a minute. */
  from: number;
  minutes: number;
  perMinute: number;
}

/** Sends a service's segments to a real OAP by its HTTP receivers: every other request to the canary fails. */
export async function sendTraffic(
  url: string,
  traffic: Traffic,
): Promise<void> {
  const { service, release, canary, from, minutes, perMinute } = traffic;
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}`);
  };
  for (const serviceInstance of [release, canary]) {
    const at = { service, serviceInstance, layer: 'GENERAL' };
    await post('/v3/management/reportProperties', {
      ...at,
      properties: [
        { key: 'hostname', value: serviceInstance },
        { key: 'language', value: 'java' },
      ],
    });
    await post('/v3/management/keepAlive', at);
  }
  const segments = Array.from({ length: minutes * perMinute }, (_, n) =>
    segment(traffic, n, from + Math.floor((n * MINUTE) / perMinute)),
  );
  for (let start = 0; start < segments.length; start += 50) {
    await post('/v3/segments', segments.slice(start, start + 50));
  }
}

const ENDPOINTS = ['POST:/orders', 'GET:/orders/{id}', 'GET:/orders'];

function segment(
  { service, release, canary }: Traffic,
  n: number,
  time: number,
): object {
  const toCanary = n % 4 === 0;
  const isError = n % 8 === 0;
  const took = 20 + (n % 30) * 10;
  const operationName = ENDPOINTS[n % ENDPOINTS.length];
  const traceId = `${randomUUID().replaceAll('-', '')}.1.${time}${n % 1000}`;
  const span = (
    spanId: number,
    spanType: string,
    more: Record<string, unknown>,
  ) => ({
    spanId,
    parentSpanId: spanId - 1,
    spanType,
    startTime: time + spanId,
    endTime: time + took - spanId,
    isError,
    ...more,
  });
  return {
    traceId,
    traceSegmentId: randomUUID(),
    service,
    serviceInstance: toCanary ? canary : release,
    spans: [
      span(0, 'Entry', {
        operationName,
        spanLayer: 'Http',
        componentId: 14,
        tags: [{ key: 'http.status_code', value: isError ? '500' : '200' }],
      }),
      span(1, 'Local', { operationName: 'OrderService.place' }),
    ],
  };
}
