'use strict';

const LONGEST_ANSWER_MS = 5_000;

/** Whether an address answers with success. */
async function answers(url) {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * Looks again and again whether an address answers. backstage-cli lives on when the backend it started has died, and
 * waits for a change of the code; nobody else would say so.
 *
 * @param options.onSilent called once when there was no answer for `silentMs`: longer than a restart takes
 * @param options.onBack called when it answers again after that
 * @returns a function that ends the looking; it keeps no process alive by itself
 */
function watchAnswers(
  url,
  { onSilent, onBack, everyMs = 5_000, silentMs = 45_000 },
) {
  let lastAnswerAt = Date.now();
  let told = false;
  const timer = setInterval(async () => {
    if (await answers(url)) {
      lastAnswerAt = Date.now();
      if (told) onBack();
      told = false;
    } else if (!told && Date.now() - lastAnswerAt >= silentMs) {
      told = true;
      onSilent();
    }
  }, everyMs).unref();
  return () => clearInterval(timer);
}

module.exports = { answers, watchAnswers };
