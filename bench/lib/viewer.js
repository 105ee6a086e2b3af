'use strict';

const { ENTITY } = require('./entity');

/** Somebody who looks at an entity: asks what the browser asks, and says how long it took and how much came. */
class Viewer {
  #backend;
  #token;

  constructor(backend, token) {
    this.#backend = backend;
    this.#token = token;
  }

  /** Waits for the catalog, which reads its people and services only after the start. */
  static async signIn(backend, person) {
    const deadline = Date.now() + 120_000;
    for (;;) {
      const token = await tokenOf(backend, person);
      if (token && (await knowsEntity(backend, token))) {
        return new Viewer(backend, token);
      }
      if (Date.now() > deadline) {
        throw new Error(`${person} or ${ENTITY.ref} is not in the catalog`);
      }
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  }

  /** What the Deploy tab asks when it opens: the workloads, and the pods of the chosen one. */
  async deployTab({ timeoutMs } = {}) {
    const started = performance.now();
    const ref = encodeURIComponent(ENTITY.ref);
    const list = await this.ask(`/api/release/v1/workloads?entityRef=${ref}`, {
      timeoutMs,
    });
    const answer = JSON.parse(list.text);
    const chosen = answer.workloads.at(-1);
    const pods = chosen
      ? await this.ask(
          `/api/release/v1/workloads/${chosen.id}/pods?entityRef=${ref}`,
          { timeoutMs },
        )
      : { bytes: 0 };
    return {
      ms: performance.now() - started,
      bytes: list.bytes + pods.bytes,
      answer,
    };
  }

  /** What the stock Kubernetes tab asks every ten seconds. */
  async kubernetesTab({ timeoutMs } = {}) {
    const started = performance.now();
    const { bytes, text } = await this.ask(
      `/api/kubernetes/services/${ENTITY.name}`,
      {
        timeoutMs,
        method: 'POST',
        body: JSON.stringify({ entity: ENTITY.entity, auth: {} }),
      },
    );
    return { ms: performance.now() - started, bytes, answer: JSON.parse(text) };
  }

  /** @returns the answer's text and its size */
  async ask(path, { timeoutMs = 120_000, ...init } = {}) {
    const response = await fetch(`${this.#backend}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/json',
      },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = Buffer.from(await response.arrayBuffer());
    const text = body.toString('utf8');
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
    }
    return { bytes: body.length, text };
  }
}

async function tokenOf(backend, person) {
  const response = await fetch(
    `${backend}/api/auth/landscape/refresh?env=development`,
    {
      headers: { 'x-pilothouse-person': person },
      signal: AbortSignal.timeout(10_000),
    },
  );
  const { backstageIdentity } = await response.json();
  return backstageIdentity?.token;
}

async function knowsEntity(backend, token) {
  const response = await fetch(
    `${backend}/api/catalog/entities/by-name/component/default/${ENTITY.name}`,
    {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(10_000),
    },
  );
  await response.arrayBuffer();
  return response.ok;
}

module.exports = { Viewer };
