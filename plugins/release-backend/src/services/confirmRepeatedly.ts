/** How often it is asked whether what goes on still may. */
const CHECK_INTERVAL = 30_000;
/** A question that could not be answered is asked again sooner. */
const RETRY_INTERVAL = 10_000;
/** Nothing goes on for longer than this after the last question whose answer was yes. */
const CONFIRMED_FOR = 60_000;

/**
 * Asks again and again whether something may go on, one question at a time, and ends it once: when an answer says so,
 * or when there has been none that confirms it for a minute, be it that questions fail or that they hang.
 *
 * @param ask - resolves to why it has to end; to nothing while it may go on
 * @param unconfirmed - why it ends when nothing confirms it any more
 * @returns stops asking
 */
export function confirmRepeatedly<Ending>(
  ask: () => Promise<Ending | undefined>,
  onEnding: (ending: Ending) => void,
  unconfirmed: Ending,
): () => void {
  let stopped = false;
  let next: NodeJS.Timeout;
  let deadline: NodeJS.Timeout;

  const stop = () => {
    stopped = true;
    clearTimeout(next);
    clearTimeout(deadline);
  };
  const end = (ending: Ending) => {
    if (stopped) return;
    stop();
    onEnding(ending);
  };
  // An answer says what was so when it was asked for, however long it took.
  const confirmed = (askedAt: number) => {
    clearTimeout(deadline);
    deadline = setTimeout(
      () => end(unconfirmed),
      askedAt + CONFIRMED_FOR - Date.now(),
    ).unref();
  };
  const askIn = (delay: number) => {
    next = setTimeout(() => {
      const askedAt = Date.now();
      ask().then(
        ending => {
          if (stopped) return;
          if (ending !== undefined) {
            end(ending);
            return;
          }
          confirmed(askedAt);
          askIn(CHECK_INTERVAL);
        },
        () => {
          if (!stopped) askIn(RETRY_INTERVAL);
        },
      );
    }, delay).unref();
  };

  confirmed(Date.now());
  askIn(CHECK_INTERVAL);
  return stop;
}
