import {
  Checkbox,
  CheckboxGroup,
  Radio,
  RadioGroup,
  Select,
  TextField,
} from '@backstage/ui';
import { gateSchema } from '@pilothouse/plugin-release-common';
import { writeDuration } from '../model/duration';
import { useRolloutWords } from '../words/useRolloutWords';
import { minimumOf, problemsOf, usedDurations } from './draft';
import type { DurationField, FieldProblem } from './draft';
import type { StageProps } from './StageProps';
import styles from './StartDialog.module.css';

/** By which rules: those of the environment, but for what is changed here. */
export function PolicyStage(props: StageProps & { clusters: string[] }) {
  const { t } = useRolloutWords();
  const { draft, stage, clusters, onChange } = props;
  const problems = problemsOf(draft, stage.policy);
  const isCanary = draft.strategy === 'canary';
  return (
    <div className={styles.stage}>
      <p className={styles.dim}>
        {t('start.defaults', { environment: stage.environment })}
      </p>
      <RadioGroup
        label={t('start.strategy')}
        description={isCanary ? t('start.canaryHint') : t('start.rollingHint')}
        orientation="horizontal"
        value={draft.strategy}
        onChange={value =>
          onChange({ strategy: value === 'rolling' ? 'rolling' : 'canary' })
        }
      >
        <Radio value="canary">{t('strategy.canary')}</Radio>
        <Radio value="rolling">{t('strategy.rolling')}</Radio>
      </RadioGroup>
      <div className={styles.fields}>
        {usedDurations(draft).map(field => (
          <Duration
            key={field}
            {...props}
            field={field}
            problem={problems[field]}
          />
        ))}
        {isCanary && (
          <TextField
            label={t('start.field.maxCanaryReplicas')}
            description={
              problems.maxCanaryReplicas ? t('start.notACount') : undefined
            }
            inputMode="numeric"
            isInvalid={problems.maxCanaryReplicas !== undefined}
            value={draft.maxCanaryReplicas}
            onChange={maxCanaryReplicas => onChange({ maxCanaryReplicas })}
          />
        )}
        <Select
          label={t('start.gate')}
          value={draft.gate}
          options={[
            { id: 'automatic', label: t('start.gateAutomatic') },
            { id: 'manual', label: t('start.gateManual') },
            { id: 'approval', label: t('start.gateApproval') },
          ]}
          onChange={value => {
            const gate = gateSchema.safeParse(value);
            if (gate.success) onChange({ gate: gate.data });
          }}
        />
      </div>
      {clusters.length > 1 && (
        <CheckboxGroup
          label={t('start.clusters')}
          orientation="horizontal"
          value={draft.clusters}
          onChange={chosen => onChange({ clusters: chosen })}
        >
          {clusters.map(name => (
            <Checkbox key={name} value={name}>
              {name}
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
      {isCanary && clusters.length > 1 && (
        <Checkbox
          isSelected={draft.canaryPerCluster}
          onChange={canaryPerCluster => onChange({ canaryPerCluster })}
        >
          {t('start.canaryPerCluster')}
        </Checkbox>
      )}
    </div>
  );
}

function Duration(
  props: StageProps & {
    field: DurationField;
    problem: FieldProblem | undefined;
  },
) {
  const { t } = useRolloutWords();
  const { draft, stage, field, problem, onChange } = props;
  const minimum = minimumOf(field, stage.policy);
  const duration = writeDuration(minimum);
  const mayOverride = stage.actions.override.allowed;
  return (
    <TextField
      label={t(`start.field.${field}`)}
      description={hint()}
      isInvalid={
        problem === 'not-a-duration' ||
        (problem === 'under-minimum' && !mayOverride)
      }
      autoComplete="off"
      spellCheck="false"
      value={draft.durations[field]}
      onChange={value =>
        onChange({ durations: { ...draft.durations, [field]: value } })
      }
    />
  );

  function hint(): string {
    if (problem === 'not-a-duration') return t('start.notADuration');
    if (problem === 'under-minimum') {
      return mayOverride
        ? t('start.underMinimumAllowed', { duration })
        : t('start.underMinimum', { duration });
    }
    return minimum > 0
      ? t('start.minimum', { duration })
      : t('start.durationHint');
  }
}
