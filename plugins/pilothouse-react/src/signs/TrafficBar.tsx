import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useLocale } from '../time/language';
import { pilothouseReactTranslationRef } from '../translation/ref';
import '../tokens.css';
import styles from './TrafficBar.module.css';

export interface TrafficBarProps {
  /** Of the canary, 0 to 1; missing while nothing is ready. */
  canaryShare: number | undefined;
}

/** How traffic is shared: release solid, canary hatched. An estimate, from ready pods. */
export function TrafficBar(props: TrafficBarProps) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const locale = useLocale();
  const share = clamp(props.canaryShare);
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const label =
    share === undefined
      ? t('traffic.none')
      : t('traffic.split', {
          release: percent.format(1 - share),
          canary: percent.format(share),
        });
  return (
    <span className={styles.bar} role="img" aria-label={label} title={label}>
      {share !== undefined && (
        <>
          <span
            className={styles.release}
            style={{ width: `${(1 - share) * 100}%` }}
          />
          <span
            className={styles.canary}
            style={{ width: `${share * 100}%` }}
          />
        </>
      )}
    </span>
  );
}

function clamp(share: number | undefined): number | undefined {
  return share === undefined || Number.isNaN(share)
    ? undefined
    : Math.min(1, Math.max(0, share));
}
