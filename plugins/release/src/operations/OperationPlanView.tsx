import { ErrorState, LoadingState } from '@pilothouse/pilothouse-react';
import type { OperationPlan } from '@pilothouse/plugin-release-common';
import type { UseQueryResult } from '@tanstack/react-query';
import { Findings } from '../rollout/start/Findings';
import { PlanDiffs } from '../rollout/start/PlanDiffs';
import { useOperationWords } from './useOperationWords';
import styles from './OperationDialog.module.css';

export interface OperationPlanViewProps {
  plan: UseQueryResult<OperationPlan, Error>;
  mayOverride: boolean;
}

/** What an operation would do, as the cluster itself says it. */
export function OperationPlanView(props: OperationPlanViewProps) {
  const { t, finding } = useOperationWords();
  const { plan, mayOverride } = props;
  if (plan.error) {
    return (
      <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
    );
  }
  if (!plan.data) {
    return (
      <div>
        <p className={styles.dim}>{t('plan.pending')}</p>
        <LoadingState rows={2} />
      </div>
    );
  }
  return (
    <>
      <Findings
        findings={plan.data.findings}
        mayOverride={mayOverride}
        phrase={finding}
      />
      <PlanDiffs diffs={plan.data.diffs} />
    </>
  );
}
