'use strict';

const { pooled, sleep } = require('./pool');

const API = '/api/release/v1';
/** As a browser would have open to one server. */
const AT_ONCE = 6;
const PATIENCE_MS = 90_000;

/** Somebody who begins rollouts, and waits for them. */
class Author {
  #viewer;

  /** @param viewer see viewer.js */
  constructor(viewer) {
    this.#viewer = viewer;
  }

  /** Plans as soon as catalog and clusters are known to the backend. */
  plan(request) {
    return eventually(async () => {
      const plan = await this.#ask('/rollouts/plan', request);
      if (plan.startable) return plan;
      const why = plan.findings.filter(
        ({ severity }) => severity === 'blocking',
      );
      throw new Error(JSON.stringify(why));
    });
  }

  planAll(requests) {
    return pooled(requests, AT_ONCE, request => this.plan(request));
  }

  /**
   * Plans once more what is refused: on a busy machine a cluster may be away for a moment.
   *
   * @returns the rollouts' ids
   */
  startAll(requests, plans) {
    return pooled(requests, AT_ONCE, (request, index) => {
      let plan = plans[index];
      return eventually(async () => {
        plan ??= await this.plan(request);
        const { fingerprint } = plan;
        plan = undefined;
        const { id } = await this.#ask('/rollouts', {
          ...request,
          reason: 'to measure it',
          fingerprint,
        });
        return id;
      });
    });
  }

  async abortAll(ids) {
    await pooled(ids, AT_ONCE, id =>
      this.#ask(`/rollouts/${id}/abort`, { reason: 'it was measured' }),
    );
  }

  /** Rollouts that have succeeded, as the API has them. */
  async succeeded(ids) {
    const rollouts = await pooled(ids, AT_ONCE, id =>
      this.#ask(`/rollouts/${id}`),
    );
    for (const { id, state, cause } of rollouts) {
      if (state === 'succeeded') continue;
      throw new Error(`Rollout ${id} is ${state}: ${JSON.stringify(cause)}`);
    }
    return rollouts;
  }

  async #ask(path, body) {
    const { text } = await this.#viewer.ask(
      `${API}${path}`,
      body && { method: 'POST', body: JSON.stringify(body) },
    );
    return JSON.parse(text);
  }
}

async function eventually(work) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(1000);
    }
  }
}

module.exports = { Author };
