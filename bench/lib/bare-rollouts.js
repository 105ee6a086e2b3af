'use strict';

const CANARIES = [1, 2, 3, 4];
const PATIENCE_MS = 3 * 60_000;

/**
 * The same changes of the same Deployments, without pauses and without anybody who looks after them: each is written the
 * moment that the one before is seen to be complete. That is what the control plane itself needs. As pauses would have
 * it, no promotion begins before all canaries are there.
 *
 * @returns milliseconds until the last one was complete, of both phases
 */
async function bareRollouts({ client }, services, version) {
  const [{ namespace }] = services;
  const seen = new Deployments();
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const end = await client.watch(path, object => seen.note(object));
  const set = (deployment, { name }) =>
    client.setImage(
      namespace,
      deployment,
      name,
      `registry.bench.test/bench/${name}:${version}`,
    );
  const scale = async (service, replicas) => {
    const canary = canaryOf(service);
    await client.scale(namespace, canary, replicas);
    await seen.complete(canary, replicas);
  };
  try {
    const canary = await timed(services, async service => {
      await set(canaryOf(service), service);
      for (const replicas of CANARIES) await scale(service, replicas);
    });
    const promotion = await timed(services, async service => {
      const { name } = service;
      const { metadata, spec } = await set(name, service);
      await seen.complete(name, spec.replicas, metadata.generation);
      await scale(service, 0);
    });
    return { canary, promotion };
  } finally {
    end();
  }
}

function canaryOf({ name }) {
  return `${name}-canary`;
}

/** @returns milliseconds until it was done for all, side by side */
async function timed(services, work) {
  const began = Date.now();
  await Promise.all(services.map(work));
  return Date.now() - began;
}

/** Deployments as they are now, and who waits for one to be as wanted. */
class Deployments {
  #seen = new Map();
  #waiting = new Map();

  note(object) {
    const { name } = object.metadata ?? {};
    this.#seen.set(name, object);
    this.#waiting.get(name)?.();
  }

  /** Waits until exactly so many pods are there, all of the present template and ready. */
  complete(name, replicas, generation = 0) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`${name} is not complete after 3 minutes`)),
        PATIENCE_MS,
      );
      const look = () => {
        if (!isComplete(this.#seen.get(name), replicas, generation)) return;
        clearTimeout(late);
        this.#waiting.delete(name);
        resolve();
      };
      this.#waiting.set(name, look);
      look();
    });
  }
}

function isComplete({ metadata, spec, status }, replicas, generation) {
  const counts = [
    status.replicas,
    status.updatedReplicas,
    status.availableReplicas,
  ];
  return (
    spec.replicas === replicas &&
    metadata.generation >= generation &&
    status.observedGeneration >= metadata.generation &&
    counts.every(count => (count ?? 0) === replicas)
  );
}

module.exports = { bareRollouts };
