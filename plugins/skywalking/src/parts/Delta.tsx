import type { HealthPoint } from '@pilothouse/plugin-skywalking-common';
import { compare, type Comparison, type Figure } from '../model/comparison';
import { useFormats, type Formats } from '../words/formats';
import {
  useSkywalkingTranslation,
  type SkywalkingWords,
} from '../words/useSkywalkingTranslation';
import styles from './parts.module.css';

const SIGNS = { up: '▲', down: '▼', same: '=' } as const;

export interface DeltaProps {
  figure: Figure;
  now: HealthPoint;
  before: HealthPoint;
}

/** How a number is against yesterday: an arrow and words, and only then a colour. */
export function Delta({ figure, now, before }: DeltaProps) {
  const { t } = useSkywalkingTranslation();
  const formats = useFormats();
  const comparison = compare(figure, now, before);
  if (!comparison) {
    return now[figure] === null ? null : (
      <span className={styles.delta}>{t('delta.none')}</span>
    );
  }
  return (
    <span className={styles.delta} data-meaning={comparison.meaning}>
      <span aria-hidden="true">{SIGNS[comparison.direction]}</span>
      {deltaText(t, formats, comparison)}
    </span>
  );
}

function deltaText(
  t: SkywalkingWords,
  formats: Formats,
  { figure, direction, amount }: Comparison,
): string {
  if (direction === 'same') return t('delta.same');
  const words = {
    requestsPerMinute: formats.share,
    p99: formats.share,
    successRate: formats.points,
    apdex: formats.apdex,
  };
  return t(`delta.${figure}.${direction}`, { amount: words[figure](amount) });
}
