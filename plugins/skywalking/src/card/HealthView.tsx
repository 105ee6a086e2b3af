import {
  HostileText,
  Sparkline,
  StateSign,
} from '@pilothouse/pilothouse-react';
import type { Health } from '@pilothouse/plugin-skywalking-common';
import { yesterdayOf } from '../model/chartData';
import { FIGURES, type Figure } from '../model/comparison';
import { VERDICT_SIGNS } from '../model/verdictSigns';
import { Delta } from '../parts/Delta';
import { Problems } from '../parts/Problems';
import { useSparkLabel } from '../parts/useSparkLabel';
import { orDash, useFormats } from '../words/formats';
import { reasonText } from '../words/problemText';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import styles from './HealthCard.module.css';
import { Sides } from './Sides';

export interface HealthViewProps {
  health: Health;
  /** SkyWalking does not answer, and these are the numbers from before. */
  isOld: boolean;
}

/** The verdict and why, the numbers now and their shapes, and the sides while a canary runs. */
export function HealthView({ health, isOld }: HealthViewProps) {
  const { t } = useSkywalkingTranslation();
  const formats = useFormats();
  const { verdict, reasons, sides } = health;
  const hasCanary = sides.some(({ role }) => role === 'canary');
  return (
    <>
      <div className={styles.verdict}>
        <StateSign kind={isOld ? 'unknown' : VERDICT_SIGNS[verdict]}>
          {t(`verdict.${isOld ? 'unknown' : verdict}`)}
        </StateSign>
        {!isOld && reasons.length > 0 && (
          <span>
            <HostileText
              value={reasons
                .map(reason => reasonText(t, formats, reason))
                .join(' · ')}
            />
          </span>
        )}
        <span className={styles.dim}>{t('asOf')}</span>
      </div>
      <ul className={styles.figures} data-old={isOld}>
        {FIGURES.map(figure => (
          <FigureTile key={figure} figure={figure} health={health} />
        ))}
      </ul>
      {hasCanary && <Sides sides={sides} isOld={isOld} />}
      <Problems
        problems={health.problems.filter(({ code }) => code !== 'cut')}
      />
    </>
  );
}

function FigureTile({ figure, health }: { figure: Figure; health: Health }) {
  const { t } = useSkywalkingTranslation();
  const formats = useFormats();
  const sparkLabel = useSparkLabel();
  const { now, yesterday, series } = health;
  const format = {
    requestsPerMinute: formats.requests,
    successRate: formats.rate,
    p99: formats.latency,
    apdex: formats.apdex,
  }[figure];
  const name = t(`figure.${figure}`);
  return (
    <li className={styles.figure}>
      <span className={styles.name}>{name}</span>
      <span className={styles.number}>{orDash(now[figure], format)}</span>
      <Delta figure={figure} now={now} before={yesterday} />
      <Sparkline
        values={series[figure]}
        before={yesterdayOf(health, figure)}
        label={sparkLabel(name, series[figure], format)}
        width={120}
        height={28}
      />
    </li>
  );
}
