import { HostileText, StateSign } from '@pilothouse/pilothouse-react';
import type { StateKind } from '@pilothouse/pilothouse-react';
import type {
  EvidenceCheck,
  EvidenceReport,
  Verdict,
} from '@pilothouse/plugin-release-common';
import { Fragment } from 'react';
import { Ago } from '../../time';
import { useWords } from '../../words';
import { httpUrl } from '../model/httpUrl';
import { useRolloutWords } from '../words/useRolloutWords';
import styles from './EvidenceCard.module.css';

const VERDICT_KINDS: Record<Verdict, StateKind> = {
  pass: 'healthy',
  fail: 'failed',
  unknown: 'unknown',
};
/** The most telling come first; more than these nobody reads. */
const MOST_REASONS = 4;

export interface EvidenceCardProps {
  title: string;
  reports: readonly EvidenceReport[];
}

/** What was measured, canary and release side by side, and what that means. */
export function EvidenceCard({ title, reports }: EvidenceCardProps) {
  const { t } = useRolloutWords();
  if (reports.length === 0) {
    return <p className={styles.none}>{t('evidence.none')}</p>;
  }
  return (
    <table className={styles.table}>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('evidence.measured')}</th>
          <th scope="col">{t('evidence.canary')}</th>
          <th scope="col">{t('evidence.release')}</th>
          <th scope="col">{t('evidence.verdict')}</th>
        </tr>
      </thead>
      <tbody>
        {reports.map(report => (
          <Fragment key={report.provider}>
            {report.problem && <Unmeasured report={report} />}
            {report.checks.map(check => (
              <Check key={check.code} check={check} />
            ))}
            <tr>
              <td className={styles.source} colSpan={4}>
                {t('evidence.from', {
                  provider: <HostileText value={report.provider} max={63} />,
                  ago: <Ago at={report.at} />,
                })}
              </td>
            </tr>
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Check({ check }: { check: EvidenceCheck }) {
  const words = useRolloutWords();
  const { reason, subject } = useWords();
  const { t } = words;
  return (
    <tr>
      <th scope="row">
        <HostileText value={words.check(check.code)} max={100} />
        {check.reasons.slice(0, MOST_REASONS).map((message, index) => (
          <span key={index} className={styles.reason}>
            <HostileText
              value={[
                words.evidenceReason(message) ?? reason(message),
                subject(message),
              ]
                .filter(Boolean)
                .join(' · ')}
              max={200}
            />
          </span>
        ))}
        {check.links.map(({ title, url }) => {
          const href = httpUrl(url);
          return href === undefined ? null : (
            <a
              key={url}
              className={styles.link}
              href={href}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={t('evidence.external', { title })}
            >
              <HostileText value={title} max={80} /> ↗
            </a>
          );
        })}
      </th>
      <td>
        <Measure check={check} value={check.canary} />
      </td>
      <td className={styles.dim}>
        <Measure check={check} value={check.release} />
      </td>
      <td>
        <VerdictSign verdict={check.verdict} />
      </td>
    </tr>
  );
}

function Unmeasured({ report }: { report: EvidenceReport }) {
  const { t, evidenceProblem } = useRolloutWords();
  const { reason, subject } = useWords();
  const { provider, problem } = report;
  if (!problem) return null;
  const why = [evidenceProblem(problem) ?? reason(problem), subject(problem)]
    .filter(Boolean)
    .join(' · ');
  return (
    <tr>
      <th scope="row" colSpan={3}>
        <HostileText value={t('evidence.problem', { provider, why })} />
      </th>
      <td>
        <VerdictSign verdict={report.verdict} />
      </td>
    </tr>
  );
}

function VerdictSign({ verdict }: { verdict: Verdict }) {
  const { t } = useRolloutWords();
  return (
    <StateSign kind={VERDICT_KINDS[verdict]}>
      {t(`evidence.${verdict}`)}
    </StateSign>
  );
}

function Measure(props: { check: EvidenceCheck; value: number | undefined }) {
  const { t, locale } = useRolloutWords();
  const { check, value } = props;
  if (value === undefined) return <>{t('evidence.nothing')}</>;
  return <>{formatMeasure(value, check.unit, locale)}</>;
}

/** `0.11%`, `231 ms`, `1.2 s`, `3` */
function formatMeasure(
  value: number,
  unit: EvidenceCheck['unit'],
  locale: string,
): string {
  const style = {
    count: {},
    ratio: { style: 'percent', maximumFractionDigits: 2 },
    milliseconds: {
      style: 'unit',
      unit: 'millisecond',
      maximumFractionDigits: 0,
    },
    seconds: { style: 'unit', unit: 'second', maximumFractionDigits: 1 },
  } as const;
  return new Intl.NumberFormat(locale, style[unit]).format(value);
}
