import { HostileText, statusOf } from '@pilothouse/pilothouse-react';
import { versionOf } from '@pilothouse/plugin-release-common';
import type { Finding, RolloutPlan } from '@pilothouse/plugin-release-common';
import { ConsentFields } from '../../dialog/ConsentFields';
import { FailureNote } from '../../dialog/FailureNote';
import { PlanRail } from '../rail/StepRail';
import { useRolloutWords } from '../words/useRolloutWords';
import type { StageProps } from './StageProps';
import styles from './StartDialog.module.css';

export interface ConfirmStageProps extends StageProps {
  plan: RolloutPlan;
  /** Those that will be overridden. */
  rules: readonly Finding[];
  /** Why the last try did not start it. */
  error?: Error;
}

/** Why; against which rules, if against any; and, where it matters most, the name of the service. */
export function ConfirmStage(props: ConfirmStageProps) {
  const { t, finding } = useRolloutWords();
  const { plan, draft, rules, error, onChange } = props;
  const to = plan.targets.at(0)?.to;
  return (
    <div className={styles.stage}>
      <p className={styles.summary}>
        <HostileText
          value={t('start.summary', {
            version: to ? versionOf(to) : draft.version,
            environment: plan.environment,
            targets: plan.targets
              .map(({ target }) => `${target.cluster} / ${target.namespace}`)
              .join(', '),
            strategy: t(`strategy.${plan.strategy}`),
          })}
          max={500}
        />
      </p>
      <PlanRail plan={plan} />
      <ConsentFields
        consent={draft}
        onChange={onChange}
        hint={t('confirm.reasonHint')}
        isFirst
        override={
          rules.length > 0
            ? {
                label: t('start.overrideReason'),
                hint: t('start.overrideHint', {
                  rules: rules.map(finding).join('; '),
                }),
              }
            : undefined
        }
        confirm={plan.protected ? plan : undefined}
      />
      {error && statusOf(error) !== 409 && (
        <FailureNote
          title={t('start.failed')}
          error={error}
          unreachable={t('start.unreachable')}
        />
      )}
    </div>
  );
}
