import type { MetricWindow } from '../oap/duration';
import type { AskOptions, OapClient } from '../oap/OapClient';
import type { MetricQuestion } from './metricQuestions';
import { readExpressions } from './readExpressions';
import { readV1 } from './readV1';
import type { Answered } from './series';

/** More than that in one document is slow, and refused by some for its length. */
const MOST_ALIASES = 40;
/** Documents at the same time. */
const AT_ONCE = 4;
/** Fields that one question selects, at most. */
const FIELDS_OF_QUESTION = 11;

/**
 * Metrics over a window, in the order of the questions. What an OAP has no such metric of is a series without data.
 *
 * @throws SkywalkingError
 */
export async function readSeries(
  oap: OapClient,
  questions: readonly MetricQuestion[],
  window: MetricWindow,
  options: AskOptions = {},
): Promise<readonly Answered[]> {
  const about = await oap.about(options);
  const size = Math.max(
    1,
    Math.min(
      MOST_ALIASES,
      Math.floor(about.capabilities.maxFields / FIELDS_OF_QUESTION),
    ),
  );
  const batches: MetricQuestion[][] = [];
  for (let start = 0; start < questions.length; start += size) {
    batches.push(questions.slice(start, start + size));
  }
  const answers: Answered[][] = [];
  const queue = batches.map((batch, index) => ({ batch, index }));
  const read = about.capabilities.mqe ? readExpressions : readV1;
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      answers[next.index] = await read(oap, next.batch, window, about, options);
    }
  };
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, batches.length) }, work),
  );
  return answers.flat();
}
