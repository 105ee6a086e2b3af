import { Button } from '@backstage/ui';
import { HostileText, StateSign } from '@pilothouse/pilothouse-react';
import { isUnknownTarget } from '@pilothouse/plugin-logs-common';
import type { Message } from '@pilothouse/plugin-release-common';
import {
  problemText,
  weightOf,
  type ProblemWeight,
} from '../words/problemText';
import { useLogsTranslation } from '../words/useLogsTranslation';
import styles from './Search.module.css';

const SIGNS = {
  away: 'unknown',
  partial: 'attention',
  note: 'stopped',
} as const;
const ORDER: readonly ProblemWeight[] = ['away', 'partial', 'note'];

export interface ProblemsProps {
  problems: readonly Message[];
  onRetry(): void;
  /** Reads what the pods themselves have, where the store does not answer. */
  onReadPods?(): void;
}

/** What is missing from the answer, and why. */
export function Problems({ problems, onRetry, onReadPods }: ProblemsProps) {
  const { t } = useLogsTranslation();
  const isAway = problems.some(each => weightOf(each) === 'away');
  // Where the list ends, and why, stands below it; and what does not answer does not count either.
  const hidden = isAway ? ['cut', 'count-not-exact'] : ['cut'];
  const shown = problems.filter(({ code }) => !hidden.includes(code));
  if (shown.length === 0) return null;
  const weights = shown.map(weightOf);
  // The pods of a cluster that is not known are not known either.
  const isStoreAway = shown.some(
    each => weightOf(each) === 'away' && !isUnknownTarget(each),
  );
  return (
    <div role="status" className={styles.problems}>
      <ul>
        {ORDER.flatMap(weight =>
          shown
            .filter(problem => weightOf(problem) === weight)
            .map(problem => (
              <li key={JSON.stringify([problem.code, problem.params])}>
                <StateSign kind={SIGNS[weight]} compact>
                  {t(`weight.${weight}`)}
                </StateSign>
                <HostileText value={problemText(problem, t)} max={400} />
              </li>
            )),
        )}
      </ul>
      {weights.some(weight => weight !== 'note') && (
        <Button size="small" variant="secondary" onPress={onRetry}>
          {t('problem.retry')}
        </Button>
      )}
      {isStoreAway && onReadPods && (
        <Button size="small" variant="secondary" onPress={onReadPods}>
          {t('pods.readInstead')}
        </Button>
      )}
    </div>
  );
}
