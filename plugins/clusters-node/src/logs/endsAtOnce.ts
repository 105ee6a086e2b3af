import { Deadline } from '../connection/deadline';

/**
 * Opens a generator that ends as soon as its reader gives it up. One of JavaScript's own waits for its next item before
 * it ends, which for a log in which nothing happens may be never.
 */
export function endsAtOnce<T, R>(
  signal: AbortSignal,
  open: (signal: AbortSignal) => AsyncGenerator<T, R, void>,
): AsyncGenerator<T, R, void> {
  const deadline = new Deadline({ signal });
  async function* watched(): AsyncGenerator<T, R, void> {
    try {
      return yield* open(deadline.signal);
    } finally {
      deadline.close();
    }
  }
  const items = watched();
  const giveUp = () => {
    deadline.abort();
    deadline.close();
  };
  return {
    next: () => items.next(),
    return: value => {
      giveUp();
      return items.return(value);
    },
    throw: error => {
      giveUp();
      return items.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      giveUp();
      await items[Symbol.asyncDispose]();
    },
  };
}
