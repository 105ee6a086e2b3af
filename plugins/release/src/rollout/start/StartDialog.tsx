import { Step, StepButton, Stepper } from '@material-ui/core';
import { statusOf } from '@pilothouse/pilothouse-react';
import type {
  Rollout,
  Stage,
  WorkloadList,
} from '@pilothouse/plugin-release-common';
import { useState } from 'react';
import { ConfirmDialog } from '../../dialog/ConfirmDialog';
import { useRolloutWords } from '../words/useRolloutWords';
import { blockedBy, STAGES } from './blockedBy';
import type { StageName } from './blockedBy';
import { ConfirmStage } from './ConfirmStage';
import { draftOf, planRequestOf } from './draft';
import type { Draft } from './draft';
import { ImageStage } from './ImageStage';
import { PlanStage } from './PlanStage';
import { PolicyStage } from './PolicyStage';
import { rulesAgainst } from './rules';
import { usePlan } from './usePlan';
import { useStart } from './useStart';

/** Material UI's rules stand in no layer, so that ours in a layer would lose against them. */
const STEPPER = { background: 'transparent', padding: '4px 0 2px' };

export interface StartDialogProps {
  list: WorkloadList;
  /** In which a rollout can be started. */
  stages: readonly Stage[];
  /** The environment that is chosen at first. */
  environment: string;
  onClose(): void;
  onStarted(rollout: Rollout): void;
}

/** Starts a rollout in four stages: which image, by which policy, what would happen, and why. */
export function StartDialog(props: StartDialogProps) {
  const words = useRolloutWords();
  const { t } = words;
  const { list, stages, onClose, onStarted } = props;
  const [at, setAt] = useState<StageName>('image');
  const [isReplanned, setReplanned] = useState(false);
  const [draft, setDraft] = useState<Draft>(() => newDraft(props.environment));
  const stage = stageOf(draft.environment);
  const clusters = clustersOf(draft.environment);
  const request = planRequestOf(list.entityRef, draft, stage, clusters);
  const plan = usePlan(request, at === 'plan' || at === 'confirm');
  const start = useStart();
  const rules = plan.data ? rulesAgainst(plan.data) : [];
  const blockedAt = (name: StageName) =>
    blockedBy(name, { draft, stage, plan: plan.data, rules, words });
  const index = STAGES.indexOf(at);
  const shared = { draft, stage, list, onChange: change };

  return (
    <ConfirmDialog
      title={t('start.title', { name: draft.name })}
      width="min(1180px, calc(100vw - 4rem))"
      height="calc(100vh - 3rem)"
      act={at === 'confirm' ? t('start.start') : t('start.next')}
      blocked={blockedAt(at)}
      isPending={start.isPending}
      other={
        index > 0
          ? { label: t('start.back'), onPress: () => setAt(STAGES[index - 1]) }
          : undefined
      }
      isStaged
      onAct={at === 'confirm' ? begin : () => setAt(STAGES[index + 1])}
      onClose={onClose}
    >
      <nav aria-label={t('start.steps')}>
        <Stepper nonLinear activeStep={index} style={STEPPER}>
          {STAGES.map((name, number) => (
            <Step key={name} completed={number < index}>
              <StepButton
                disabled={number > reachable()}
                aria-current={name === at ? 'step' : undefined}
                onClick={() => setAt(name)}
              >
                {t(`start.stage.${name}`)}
              </StepButton>
            </Step>
          ))}
        </Stepper>
      </nav>
      {at === 'image' && (
        <ImageStage
          {...shared}
          stages={stages}
          onEnvironment={environment =>
            setDraft(before => newDraft(environment, before))
          }
        />
      )}
      {at === 'policy' && <PolicyStage {...shared} clusters={clusters} />}
      {at === 'plan' && (
        <PlanStage
          {...shared}
          plan={plan}
          isReplanned={isReplanned}
          mayOverride={stage.actions.override.allowed}
        />
      )}
      {at === 'confirm' && plan.data && (
        <ConfirmStage
          {...shared}
          plan={plan.data}
          rules={rules}
          error={start.error ?? undefined}
        />
      )}
    </ConfirmDialog>
  );

  /** The last stage to which nothing before stands in the way. */
  function reachable(): number {
    const first = STAGES.findIndex(name => blockedAt(name) !== undefined);
    return first < 0 ? STAGES.length - 1 : Math.max(first, index);
  }

  function change(part: Partial<Draft>) {
    setReplanned(false);
    setDraft(before => ({ ...before, ...part }));
  }

  function stageOf(environment: string): Stage {
    return stages.find(known => known.environment === environment) ?? stages[0];
  }

  function clustersOf(environment: string): string[] {
    const ran = list.workloads
      .filter(({ target }) => target.environment === environment)
      .map(({ target }) => target.cluster);
    const known = list.environments.find(({ name }) => name === environment);
    return (known?.clusters ?? []).filter(name => ran.includes(name));
  }

  function newDraft(environment: string, before?: Draft): Draft {
    return draftOf(stageOf(environment), clustersOf(environment), before);
  }

  function begin() {
    if (!plan.data) return;
    start.mutate(
      {
        ...request,
        fingerprint: plan.data.fingerprint,
        reason: draft.reason.trim(),
        ...(plan.data.protected && {
          confirmation: draft.confirmation.normalize('NFKC').trim(),
        }),
        ...(rules.length > 0 && {
          override: { reason: draft.overrideReason.trim() },
        }),
      },
      {
        onSuccess: onStarted,
        onError: error => {
          if (statusOf(error) !== 409) return;
          // The world is another one: what was confirmed is not what would happen.
          setReplanned(true);
          setAt('plan');
          void plan.refetch();
        },
      },
    );
  }
}
