import { HostileText, StateSign } from '@pilothouse/pilothouse-react';
import type { StateKind } from '@pilothouse/pilothouse-react';
import type {
  Finding,
  FindingSeverity,
} from '@pilothouse/plugin-release-common';
import { useRolloutWords } from '../words/useRolloutWords';
import { placeOf } from '../words/values';
import { isRule } from './rules';
import styles from './StartDialog.module.css';

/** A note needs no sign: nothing is wrong, and nobody has to look. */
const KINDS: Partial<Record<FindingSeverity, StateKind>> = {
  blocking: 'failed',
  warning: 'attention',
};
const ORDER: readonly FindingSeverity[] = ['blocking', 'warning', 'info'];

export interface FindingsProps {
  findings: readonly Finding[];
  /** Rules of the house do not block the reader. */
  mayOverride: boolean;
  /** Words them; as findings of preflight when missing. */
  phrase?(finding: Finding): string;
}

/** What preflight found: what blocks first. */
export function Findings(props: FindingsProps) {
  const { t, finding: ofPreflight } = useRolloutWords();
  const { findings, mayOverride, phrase = ofPreflight } = props;
  const sorted = findings
    .map(finding => ({ finding, severity: severityOf(finding, mayOverride) }))
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return (
    <section aria-label={t('start.findings')}>
      <h3>{t('start.findings')}</h3>
      {sorted.length === 0 ? (
        <StateSign kind="healthy">{t('start.noFindings')}</StateSign>
      ) : (
        <ul className={styles.findings}>
          {sorted.map(({ finding, severity }, index) => (
            <li key={index}>
              <Severity severity={severity} />
              <span>
                {finding.workloadId !== undefined && (
                  <b>{placeOf(finding.workloadId)}: </b>
                )}
                <HostileText value={phrase(finding)} max={500} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Severity({ severity }: { severity: FindingSeverity }) {
  const { t } = useRolloutWords();
  const kind = KINDS[severity];
  const word = t(`start.severity.${severity}`);
  return (
    <span className={styles.severity}>
      {kind ? <StateSign kind={kind}>{word}</StateSign> : word}
    </span>
  );
}

function severityOf(finding: Finding, mayOverride: boolean): FindingSeverity {
  return finding.severity === 'blocking' && mayOverride && isRule(finding)
    ? 'warning'
    : finding.severity;
}
