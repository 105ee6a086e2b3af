import * as z from 'zod';
import { expressionOf, scaleOf } from './metricQuestions';
import {
  labelled,
  placed,
  valueSchema,
  type Answered,
  type Reader,
  type Value,
} from './series';

const expressionSchema = z.object({
  type: z.string(),
  error: z.string().nullish(),
  results: z.array(
    z.object({
      metric: z
        .object({
          labels: z
            .array(z.object({ key: z.string(), value: z.string().nullish() }))
            .nullish(),
        })
        .nullish(),
      values: z.array(valueSchema),
    }),
  ),
});
const expressionsSchema = z.record(z.string(), expressionSchema.nullish());

/** By expressions (MQE), from 9.5 on. */
export const readExpressions: Reader = async (
  oap,
  questions,
  window,
  { capabilities },
  options,
) => {
  const variables: Record<string, unknown> = { d: window.duration };
  for (const [index, question] of questions.entries()) {
    const { scope: _scope, ...entity } = question.entity;
    variables[`x${index}`] = expressionOf(question, capabilities);
    variables[`e${index}`] = { ...entity, normal: true };
  }
  const numbers = questions.map((_, index) => index);
  const data = await oap.ask(
    {
      document: `query Series($d: Duration!, ${numbers
        .map(n => `$x${n}: String!, $e${n}: Entity!`)
        .join(', ')}) {
${numbers
  .map(
    n =>
      `  m${n}: execExpression(expression: $x${n}, entity: $e${n}, duration: $d) { type error results { metric { labels { key value } } values { id value } } }`,
  )
  .join('\n')}
}`,
      variables,
      schema: expressionsSchema,
    },
    options,
  );
  return questions.map((question, index): Answered => {
    const answer = data[`m${index}`];
    // A metric that does not exist, or an entity that it is not of, is told here and nowhere else.
    const results = answer?.type === 'UNKNOWN' ? [] : answer?.results ?? [];
    const place = (values: readonly Value[]) =>
      placed(values, window.times, id => Number(id), scaleOf(question.figure));
    if (question.figure !== 'percentiles') {
      return { value: place(results[0]?.values ?? []) };
    }
    return labelled(
      results.map(({ metric, values }) => [
        metric?.labels?.[0]?.value ?? '',
        place(values),
      ]),
    );
  });
};
