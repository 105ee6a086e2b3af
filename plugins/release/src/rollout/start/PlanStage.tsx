import { Alert, Button, Checkbox } from '@backstage/ui';
import { LinearProgress } from '@material-ui/core';
import { Chip, HostileText } from '@pilothouse/pilothouse-react';
import { versionOf } from '@pilothouse/plugin-release-common';
import type { RolloutPlan } from '@pilothouse/plugin-release-common';
import type { UseQueryResult } from '@tanstack/react-query';
import { FailureNote } from '../../dialog/FailureNote';
import { PlanRail } from '../rail/StepRail';
import { useRolloutWords } from '../words/useRolloutWords';
import { Findings } from './Findings';
import { PlanDiffs } from './PlanDiffs';
import { PlanOwners } from './PlanOwners';
import type { StageProps } from './StageProps';
import styles from './StartDialog.module.css';

export interface PlanStageProps extends StageProps {
  plan: UseQueryResult<RolloutPlan, Error>;
  /** The plan before was made in another state of the world. */
  isReplanned: boolean;
  mayOverride: boolean;
}

/** What would happen: the steps with their times, what was found, who loses what, and every line that will be written. */
export function PlanStage(props: PlanStageProps) {
  const words = useRolloutWords();
  const { t } = words;
  const { plan, draft, isReplanned, mayOverride, onChange } = props;
  const { data, error, isFetching, refetch } = plan;
  const replan = () => void refetch();
  return (
    <div className={styles.stage} aria-busy={isFetching}>
      {isFetching && (
        <div role="status" className={styles.planning}>
          {t('start.planning')}
          <LinearProgress aria-label={t('start.planning')} />
        </div>
      )}
      {error && !isFetching && (
        <FailureNote title={t('start.planFailed')} error={error} />
      )}
      {data && isReplanned && !isFetching && (
        <Alert status="warning" icon title={t('start.worldChanged')} />
      )}
      {data && <Plan plan={data} />}
      {data && activeRollout(data, draft.supersedes) !== undefined && (
        <Checkbox
          isSelected={draft.supersedes !== undefined}
          onChange={isSelected =>
            onChange({
              supersedes: isSelected
                ? activeRollout(data, draft.supersedes)
                : undefined,
            })
          }
        >
          {t('start.supersede')}
        </Checkbox>
      )}
      {data && (
        <>
          <Findings findings={data.findings} mayOverride={mayOverride} />
          <PlanOwners owners={data.owners} />
          <PlanDiffs diffs={data.diffs} />
        </>
      )}
      {!isFetching && (
        <div>
          <Button variant="secondary" onPress={replan}>
            {t('start.planAgain')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Plan({ plan }: { plan: RolloutPlan }) {
  const { t, duration } = useRolloutWords();
  return (
    <section aria-label={t('start.planSteps')}>
      <div className={styles.heading}>
        <h3>{t('start.planSteps')}</h3>
        <Chip>
          {t('start.planDuration', {
            duration: duration(plan.durationMs / 1_000),
          })}
        </Chip>
        {plan.targets.map(target => (
          <span key={target.workloadId} className={styles.mono}>
            {target.target.cluster}:{' '}
            <HostileText value={versionOf(target.from)} max={40} />
            {' → '}
            <HostileText value={versionOf(target.to)} max={40} />
          </span>
        ))}
      </div>
      <PlanRail plan={plan} />
    </section>
  );
}

/** The rollout that stands in the way, or was chosen to be replaced. */
function activeRollout(
  plan: RolloutPlan,
  supersedes: string | undefined,
): string | undefined {
  const found = plan.findings.find(({ code }) => code === 'rollout-active');
  const id = found?.params.rollout;
  return typeof id === 'string' ? id : supersedes;
}
