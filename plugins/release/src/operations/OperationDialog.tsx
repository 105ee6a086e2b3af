import {
  toastApiRef,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { HostileText, statusOf } from '@pilothouse/pilothouse-react';
import type {
  OperationResult,
  StageList,
  Workload,
} from '@pilothouse/plugin-release-common';
import { useState } from 'react';
import { ConfirmDialog } from '../dialog/ConfirmDialog';
import { nameMatches } from '../dialog/ConfirmField';
import { ConsentFields, NO_CONSENT } from '../dialog/ConsentFields';
import { FailureNote } from '../dialog/FailureNote';
import { Labelled } from '../dialog/Labelled';
import { changesRouteRef } from '../pages/routes';
import { isRule } from '../rollout/start/rules';
import { operationOf } from './model/OperationDraft';
import type { OperationDraft } from './model/OperationDraft';
import { OperationFields } from './OperationFields';
import { OperationPlanView } from './OperationPlanView';
import { useOperate, useOperationPlan } from './queries';
import { stageActionOf } from './model/stageActionOf';
import { useOperationWords } from './useOperationWords';
import { useSettled } from './useSettled';
import styles from './OperationDialog.module.css';

/** Typing is over after so long. */
const SETTLE_MS = 350;
const TOAST_MS = 8_000;

export interface OperationDialogProps {
  entityRef: string;
  workload: Workload;
  /** Where else it could be done; empty where that is no question. */
  choices?: readonly Workload[];
  stages: StageList;
  begin: OperationDraft;
  onClose(): void;
}

/** Plans an operation, shows what it would do, asks why, does it, and says what came of it. */
export function OperationDialog(props: OperationDialogProps) {
  const words = useOperationWords();
  const { t } = words;
  const { entityRef, choices = [], stages, onClose } = props;
  const toasts = useApi(toastApiRef);
  const changesPath = useRouteRef(changesRouteRef)?.() ?? '/deploy/changes';
  const [workloadId, setWorkloadId] = useState(props.workload.id);
  const [draft, setDraft] = useState(props.begin);
  const [consent, setConsent] = useState(NO_CONSENT);
  const [replanned, setReplanned] = useState<'changed' | 'conflict'>();
  const operate = useOperate();

  const workload =
    choices.find(({ id }) => id === workloadId) ?? props.workload;
  const { target } = workload;
  const { stage, availability } = stageActionOf(
    stages,
    workload,
    draft.operation,
  );
  const operation = useSettled(draft, SETTLE_MS);
  const plan = useOperationPlan(workload.id, {
    entityRef,
    operation: availability.allowed ? operationOf(operation) : undefined,
  });
  const isPlanned = operation === draft && plan.data !== undefined;
  const mayOverride = stage?.actions.override.allowed ?? false;
  const findings = isPlanned ? plan.data.findings : [];
  const freeze = findings.find(
    finding => isRule(finding) && finding.severity === 'blocking',
  );
  const isProtected = stage?.protected ?? true;
  const blocked = blockedBy();

  return (
    <ConfirmDialog
      title={t(`title.${draft.operation}`, { name: workload.name })}
      where={
        <>
          <HostileText value={t('where', { ...target })} />
          {draft.pod !== undefined && (
            <code className={styles.pod}>
              <HostileText value={draft.pod} />
            </code>
          )}
        </>
      }
      width={
        plan.data && plan.data.diffs.length > 0
          ? 'min(1100px, calc(100vw - 4rem))'
          : 600
      }
      act={t(`act.${draft.operation}`)}
      destructive={draft.operation === 'delete-pod'}
      blocked={blocked}
      isPending={operate.isPending}
      other={{ label: t('cancel'), onPress: onClose }}
      onAct={act}
      onClose={onClose}
    >
      <OperationFields
        entityRef={entityRef}
        workload={workload}
        choices={choices}
        onChoose={id => {
          setWorkloadId(id);
          setDraft(props.begin);
          setConsent(before => ({ ...before, confirmation: '' }));
          setReplanned(undefined);
        }}
        draft={draft}
        onChange={part => setDraft(before => ({ ...before, ...part }))}
        replicas={stage?.policy.replicas ?? { min: 0, max: 0 }}
      />
      {availability.allowed ? (
        <>
          <Labelled label={t('what')}>
            <p className={styles.will}>{t(`will.${draft.operation}`)}</p>
          </Labelled>
          {replanned && (
            <FailureNote title={t('failed')} text={t(`plan.${replanned}`)} />
          )}
          {operationOf(draft) && (
            <OperationPlanView plan={plan} mayOverride={mayOverride} />
          )}
          <ConsentFields
            consent={consent}
            onChange={part => setConsent(before => ({ ...before, ...part }))}
            hint={t('reasonHint')}
            override={
              freeze && mayOverride
                ? {
                    label: t('override'),
                    hint: t('overrideHint', {
                      freeze: words.finding(freeze),
                    }),
                  }
                : undefined
            }
            confirm={
              isProtected
                ? { name: workload.name, environment: target.environment }
                : undefined
            }
          />
        </>
      ) : (
        <FailureNote title={t('notNow')} text={blocked ?? ''} />
      )}
      {operate.error && statusOf(operate.error) !== 409 && (
        <FailureNote
          title={t('failed')}
          error={operate.error}
          unreachable={t('unreachable')}
        />
      )}
    </ConfirmDialog>
  );

  function blockedBy(): string | undefined {
    if (!availability.allowed) {
      return availability.why
        ? words.why(availability.why)
        : t('blocked.unknown');
    }
    if (!operationOf(draft)) {
      return draft.operation === 'roll-back'
        ? t('blocked.revision')
        : t('field.replicas');
    }
    if (!isPlanned || plan.isFetching) return t('blocked.plan');
    const obstacle = findings.some(
      finding =>
        finding.severity === 'blocking' && !(mayOverride && isRule(finding)),
    );
    if (obstacle) return t('blocked.blocking');
    if (consent.reason.trim() === '') return t('blocked.reason');
    if (freeze && consent.overrideReason.trim() === '') {
      return t('blocked.override');
    }
    if (isProtected && !nameMatches(consent.confirmation, workload.name)) {
      return t('blocked.name', { name: workload.name });
    }
    return undefined;
  }

  function act() {
    const planned = operationOf(draft);
    if (!planned || !plan.data) return;
    setReplanned(undefined);
    operate.mutate(
      {
        workloadId: workload.id,
        entityRef,
        operation: planned,
        fingerprint: plan.data.fingerprint,
        reason: consent.reason.trim(),
        ...(isProtected && { confirmation: workload.name }),
        ...(freeze && { override: { reason: consent.overrideReason.trim() } }),
      },
      {
        onSuccess: settle,
        onError: error => {
          if (statusOf(error) === 409) planAgain('changed');
        },
      },
    );
  }

  function settle({ outcome }: OperationResult) {
    if (outcome === 'conflict') {
      planAgain('conflict');
      return;
    }
    const values = { name: workload.name, cluster: target.cluster };
    toasts.post(
      outcome === 'done'
        ? {
            title: t(`done.${draft.operation}`, values),
            description: t('doneHint'),
            timeout: TOAST_MS,
          }
        : {
            title: t('unknown.title', values),
            description: t('unknown.hint'),
            status: 'warning',
            links: [
              {
                label: t('unknown.link'),
                href: `${changesPath}?${new URLSearchParams({
                  entity: entityRef,
                })}`,
              },
            ],
          },
    );
    onClose();
  }

  function planAgain(why: 'changed' | 'conflict') {
    setReplanned(why);
    void plan.refetch();
  }
}
