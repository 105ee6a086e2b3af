import { NumberField, Radio, RadioGroup, Select } from '@backstage/ui';
import type {
  EnvironmentPolicy,
  Role,
  Workload,
} from '@pilothouse/plugin-release-common';
import { sideOf } from './model/OperationDraft';
import type { OperationDraft } from './model/OperationDraft';
import { RevisionField } from './RevisionField';
import { useOperationWords } from './useOperationWords';

export interface OperationFieldsProps {
  entityRef: string;
  workload: Workload;
  /** Where it could be done as well; empty where that is no question. */
  choices: readonly Workload[];
  onChoose(workloadId: string): void;
  draft: OperationDraft;
  onChange(part: Partial<OperationDraft>): void;
  /** Bounds of scaling by hand. */
  replicas: EnvironmentPolicy['replicas'];
}

/** What has to be said of an operation before it can be planned. */
export function OperationFields(props: OperationFieldsProps) {
  const { t } = useOperationWords();
  const { workload, choices, draft, onChange, replicas } = props;
  const side = sideOf(workload, draft.role);
  const roles = (['release', 'canary'] as const).filter(role =>
    sideOf(workload, role),
  );
  return (
    <>
      {choices.length > 1 && (
        <Select
          label={t('field.workload')}
          options={choices.map(({ id, target, name }) => ({
            value: id,
            label: `${target.environment} · ${target.cluster} / ${target.namespace} · ${name}`,
          }))}
          selectedKey={workload.id}
          onSelectionChange={key => props.onChoose(`${key}`)}
        />
      )}
      {draft.operation !== 'delete-pod' && roles.length > 1 && (
        <RadioGroup
          label={t('field.role')}
          orientation="horizontal"
          value={draft.role}
          onChange={value => chooseRole(value === 'canary' ? value : 'release')}
        >
          {roles.map(role => (
            <Radio key={role} value={role}>
              {t(`role.${role}`)}
            </Radio>
          ))}
        </RadioGroup>
      )}
      {draft.operation === 'roll-back' && (
        <RevisionField
          request={{ entityRef: props.entityRef, workloadId: workload.id }}
          role={draft.role}
          value={draft.revision}
          onChange={revision => onChange({ revision })}
        />
      )}
      {draft.operation === 'scale' && (
        <NumberField
          label={t('field.replicas')}
          description={t('field.replicasHint', {
            now: `${side?.desired ?? 0}`,
            min: `${replicas.min}`,
            max: `${replicas.max}`,
          })}
          minValue={0}
          // Beyond the bounds the plan says so; what nobody can type cannot be explained.
          maxValue={10_000}
          value={draft.replicas ?? NaN}
          onChange={value =>
            onChange({ replicas: Number.isNaN(value) ? undefined : value })
          }
        />
      )}
    </>
  );

  function chooseRole(role: Role) {
    onChange({
      role,
      revision: undefined,
      ...(draft.operation === 'scale' && {
        replicas: sideOf(workload, role)?.desired,
      }),
    });
  }
}
