import { extentOf } from '@pilothouse/pilothouse-react';
import { useCallback } from 'react';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';

/** Says in words what a sparkline shows. */
export function useSparkLabel() {
  const { t } = useSkywalkingTranslation();
  return useCallback(
    (
      what: string,
      values: readonly (number | null)[],
      format: (value: number) => string,
    ): string => {
      const extent = extentOf(values);
      const last = values.filter(value => value !== null).at(-1);
      if (!extent || last === undefined || last === null) {
        return t('spark.none', { what });
      }
      return t('spark.some', {
        what,
        low: format(extent.low),
        high: format(extent.high),
        last: format(last),
      });
    },
    [t],
  );
}
