import { ErrorState, LoadingState } from '@pilothouse/pilothouse-react';
import type { OperationPlan } from '@pilothouse/plugin-release-common';
import type { UseQueryResult } from '@tanstack/react-query';
import { Labelled } from '../dialog/Labelled';
import { Findings } from '../rollout/start/Findings';
import { PlanDiffs } from '../rollout/start/PlanDiffs';
import { useOperationWords } from './useOperationWords';

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
      <Labelled label={t('plan.pending')}>
        <LoadingState rows={2} />
      </Labelled>
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
