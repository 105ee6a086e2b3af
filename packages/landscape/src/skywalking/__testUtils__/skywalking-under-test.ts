import {
  NOW,
  playWorld,
  type PlayedWorld,
} from '../../world/__testUtils__/played-world';
import { kinds } from '../../kubernetes/controllers/objects';
import { startSkyWalking, type RunningSkyWalking } from '../server';
import type { SkyWalkingVersion } from '../version';

// A world that nobody has asked yet answers slowly on a busy computer.
jest.setTimeout(60_000);

export const MINUTE = 60_000;
export { NOW };

const SHANGHAI = 8 * 60 * MINUTE;

/** The input type `Duration` in minutes: so many of them, the last one being the one that is `ago` minutes past. */
export function lastMinutes(count: number, ago: number, now: number) {
  const text = (time: number) => {
    const shown = new Date(time + SHANGHAI).toISOString();
    return `${shown.slice(0, 10)} ${shown.slice(11, 13)}${shown.slice(14, 16)}`;
  };
  const end = now - ago * MINUTE;
  return {
    start: text(end - (count - 1) * MINUTE),
    end: text(end),
    step: 'MINUTE',
  };
}

/** All environments, without the history that nothing here asks for. */
const SCALE = { clusters: 4, pods: 40 };

/** The OAPs over a played world, whose clock stands still until a test turns it. */
export class SkyWalkingUnderTest {
  readonly played: PlayedWorld = playWorld({ scale: SCALE });
  readonly errors: unknown[] = [];
  #running: RunningSkyWalking | undefined;

  async start(version?: SkyWalkingVersion): Promise<void> {
    this.#running = await startSkyWalking({
      world: this.played.world,
      port: 0,
      ...(version && { version }),
      onError: error => this.errors.push(error),
    });
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
  }

  get running(): RunningSkyWalking {
    if (!this.#running) throw new Error('SkyWalking has not been started');
    return this.#running;
  }

  get now(): number {
    return this.played.clock.now();
  }

  advance(milliseconds: number): void {
    this.played.clock.advance(milliseconds);
  }

  post(body: string, environment = 'prod', type = 'application/json') {
    return fetch(`${this.running.url}/${environment}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body,
    });
  }

  async ask(query: string, variables: object = {}, environment = 'prod') {
    const response = await this.post(
      JSON.stringify({ query, variables }),
      environment,
    );
    return { status: response.status, body: await response.json() };
  }

  /** The data of an answer that has to be without errors. */
  async data(query: string, variables: object = {}, environment = 'prod') {
    const { status, body } = await this.ask(query, variables, environment);
    expect({ status, errors: body.errors }).toEqual({ status: 200 });
    return body.data;
  }

  /** What an expression comes to. */
  async mqe(
    expression: string,
    entity: object,
    duration: object,
    environment = 'prod',
  ) {
    const { r } = await this.data(
      `query M($x: String!, $e: Entity!, $d: Duration!) {
        r: execExpression(expression: $x, entity: $e, duration: $d) {
          type error results { metric { labels { key value } } values { id value traceID } }
        }
      }`,
      { x: expression, e: entity, d: duration },
      environment,
    );
    return r;
  }

  /** The values of the only series of an expression, as numbers. */
  async series(...asked: Parameters<SkyWalkingUnderTest['mqe']>) {
    const { results } = await this.mqe(...asked);
    expect(results).toHaveLength(1);
    const values: { value: string | null }[] = results[0].values;
    return values.map(({ value }) => (value === null ? null : Number(value)));
  }

  async traces(condition: object, environment = 'prod') {
    const { r } = await this.data(
      `query L($c: TraceQueryCondition) {
        r: queryBasicTraces(condition: $c) {
          traces { segmentId endpointNames duration start isError traceIds }
        }
      }`,
      {
        c: {
          traceState: 'ALL',
          queryOrder: 'BY_START_TIME',
          paging: { pageNum: 1, pageSize: 20 },
          ...condition,
        },
      },
      environment,
    );
    return r.traces;
  }

  async spans(traceId: string, environment = 'prod') {
    const { r } = await this.data(
      `query X($t: ID!) {
        r: queryTrace(traceId: $t) {
          spans {
            traceId segmentId spanId parentSpanId
            refs { traceId parentSegmentId parentSpanId type }
            serviceCode serviceInstanceName startTime endTime endpointName
            type peer component isError layer
            tags { key value } logs { time data { key value } }
          }
        }
      }`,
      { t: traceId },
      environment,
    );
    return r.spans;
  }

  /** Brings an image to a Deployment in prod-beijing, and waits until its pods have long been ready. */
  deploy(deployment: string, version: string, replicas: number): void {
    this.played.api('prod-beijing').patch(
      kinds.deployments,
      'order',
      deployment,
      {
        type: 'strategic',
        body: {
          spec: {
            replicas,
            template: {
              spec: {
                containers: [
                  {
                    name: deployment.replace('-canary', ''),
                    image: `registry.yunfan.test/order/order-api:${version}`,
                  },
                ],
              },
            },
          },
        },
      },
      { manager: 'test' },
    );
    this.advance(30 * MINUTE);
  }
}
