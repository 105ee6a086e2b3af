import { HostileText, statusOf } from '@pilothouse/pilothouse-react';
import { versionOf } from '@pilothouse/plugin-release-common';
import type { Finding, RolloutPlan } from '@pilothouse/plugin-release-common';
import { ConfirmField } from '../controls/ConfirmField';
import { FailureNote } from '../controls/FailureNote';
import { ReasonField } from '../controls/ReasonField';
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
      <ReasonField
        label={t('confirm.reason')}
        hint={t('confirm.reasonHint')}
        value={draft.reason}
        isRequired
        isFirst
        onChange={reason => onChange({ reason })}
      />
      {rules.length > 0 && (
        <ReasonField
          label={t('start.overrideReason')}
          hint={t('start.overrideHint', {
            rules: rules.map(finding).join('; '),
          })}
          value={draft.overrideReason}
          isRequired
          onChange={overrideReason => onChange({ overrideReason })}
        />
      )}
      {plan.protected && (
        <ConfirmField
          name={plan.name}
          environment={plan.environment}
          value={draft.confirmation}
          onChange={confirmation => onChange({ confirmation })}
        />
      )}
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
