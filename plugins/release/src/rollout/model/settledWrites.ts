import type { RolloutHistoryLine } from '@pilothouse/plugin-release-common';

/** A line says of a write's end only its key: what was written stands in the line of its beginning. */
export function settledWrites(
  lines: readonly RolloutHistoryLine[],
): RolloutHistoryLine[] {
  const intents = new Map<unknown, RolloutHistoryLine['params']>();
  return lines.map(line => {
    const { code, params } = line;
    if (code === 'write-intended') intents.set(params.key, params);
    return code === 'write-settled'
      ? { ...line, params: { ...intents.get(params.key), ...params } }
      : line;
  });
}
