/**
 * Does the same work once for all who ask for it at the same time. Who leaves earlier leaves alone: the work goes on for
 * the others, within its own time.
 */
export class SharedWork<V> {
  readonly #running = new Map<string, Promise<V>>();

  /** @throws the reason of the signal, once it is aborted; whatever the work throws */
  async do(
    key: string,
    work: () => Promise<V>,
    signal?: AbortSignal,
  ): Promise<V> {
    let running = this.#running.get(key);
    if (!running) {
      running = work().finally(() => this.#running.delete(key));
      this.#running.set(key, running);
      // Somebody may be left to hear of the failure, or nobody.
      running.catch(() => {});
    }
    return untilAborted(running, signal);
  }
}

/** @throws the reason of the signal, once it is aborted */
export async function untilAborted<V>(
  answer: Promise<V>,
  signal: AbortSignal | undefined,
): Promise<V> {
  if (!signal) return answer;
  let leave = () => {};
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([answer, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
