import * as z from 'zod';
import { metricName, scaleOf, V1_LABELS } from './metricQuestions';
import {
  labelled,
  placed,
  valueSchema,
  type Answered,
  type Reader,
  type Value,
} from './series';

const v1Values = z.object({
  label: z.string().nullish(),
  values: z.object({ values: z.array(valueSchema) }).nullish(),
});
/** One line, or one for each label. */
const v1Lines = z
  .union([z.array(v1Values), v1Values.transform(line => [line])])
  .nullish();

const v1Schema = z.record(z.string(), v1Lines);

/** By the names of metrics, as before expressions. */
export const readV1: Reader = async (
  oap,
  questions,
  window,
  { capabilities, zone },
  options,
) => {
  const isLabelled = questions.some(({ figure }) => figure === 'percentiles');
  const variables: Record<string, unknown> = {
    d: window.duration,
    // A variable that no field uses is refused.
    ...(isLabelled && { l: V1_LABELS }),
  };
  for (const [index, question] of questions.entries()) {
    variables[`c${index}`] = {
      name: metricName(question, capabilities),
      entity: { ...question.entity, normal: true },
    };
  }
  const data = await oap.ask(
    {
      document: `query Series($d: Duration!, ${
        isLabelled ? '$l: [String!]!, ' : ''
      }${questions.map((_, n) => `$c${n}: MetricsCondition!`).join(', ')}) {
${questions
  .map(({ figure }, n) =>
    figure === 'percentiles'
      ? `  m${n}: readLabeledMetricsValues(condition: $c${n}, labels: $l, duration: $d) { label values { values { id value } } }`
      : `  m${n}: readMetricsValues(condition: $c${n}, duration: $d) { label values { values { id value } } }`,
  )
  .join('\n')}
}`,
      variables,
      schema: v1Schema,
    },
    options,
  );
  return questions.map((question, index): Answered => {
    const lines = data[`m${index}`] ?? [];
    const place = (values: readonly Value[]) =>
      placed(
        values,
        window.times,
        id => bucketTime(id, zone),
        scaleOf(question.figure),
      );
    if (question.figure !== 'percentiles') {
      return { value: place(lines[0]?.values?.values ?? []) };
    }
    return labelled(
      lines.map(({ label, values }) => [
        label ?? '',
        place(values?.values ?? []),
      ]),
    );
  });
};

/** v1 has the bucket in front of an id: `202611211430_b3JkZXI=.1` is a minute in the zone of the OAP. */
function bucketTime(id: string, zone: number): number {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d{2})(\d{2})(\d{2})?(\d{2})?(\d{2})?(?:_|$)/.exec(id) ?? [];
  if (!year) return Number.NaN;
  return (
    Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
    ) - zone
  );
}
