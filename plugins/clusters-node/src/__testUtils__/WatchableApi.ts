import type { ServerResponse } from 'node:http';
import type { Timings } from '../service/timings';
import { createClusters } from '../testUtils';
import type { Cluster } from '../types';
import { eventually } from './eventually';
import { answer, FakeApi, type Handler, type Received } from './FakeApi';
import { podList, podOf } from './pods';

const QUICK: Partial<Timings> = {
  backoffMs: 20,
  longestBackoffMs: 50,
  refusedPauseMs: 60,
  forbiddenPauseMs: 60,
  shortWatchMs: 0,
  lingerMs: 0,
  probeIntervalMs: 50,
  probeTimeoutMs: 300,
};

/** An API server whose kinds can all be listed and watched, until the test says otherwise. */
export class WatchableApi {
  readonly api: FakeApi;
  /** The version that the cluster is at, as a watch asks that goes on after a break. */
  present = 1_000;
  /** Watches that were opened, the last one last. */
  readonly streams: { path: string; response: ServerResponse }[] = [];
  list: Handler = (_, response) =>
    answer(response, 200, podList([podOf('a', 1)], 1));
  watch: Handler = ({ path }, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    this.streams.push({ path, response });
  };
  readonly #closes: (() => Promise<void>)[] = [];

  private constructor(api: FakeApi) {
    this.api = api;
    api.handle = (request, response) => {
      if (request.query.has('watch')) this.watch(request, response);
      else if (request.query.get('limit') === '1') {
        answer(response, 200, podList([], this.present));
      } else this.list(request, response);
    };
  }

  static async start(): Promise<WatchableApi> {
    return new WatchableApi(await FakeApi.start());
  }

  async connect(timings: Partial<Timings> = {}): Promise<Cluster> {
    const clusters = createClusters(
      [{ name: 'fake', url: this.api.url, token: 'token' }],
      { timings: { ...QUICK, ...timings } },
    );
    this.#closes.push(() => clusters.close());
    const [cluster] = await clusters.list();
    return cluster;
  }

  /** Ends all connections of the portal. */
  async disconnect(): Promise<void> {
    for (const close of this.#closes.splice(0)) await close();
  }

  async stop(): Promise<void> {
    await this.disconnect();
    await this.api.stop();
  }

  /** Whole lists, of a path or of all. */
  lists(path?: string): Received[] {
    return this.api.received.filter(
      request =>
        request.query.get('limit') === '500' &&
        (path === undefined || request.path === path),
    );
  }

  /** The stream that is opened as the so manieth. */
  async stream(count = 1): Promise<ServerResponse> {
    return eventually(() => this.streams[count - 1]?.response ?? false);
  }
}
