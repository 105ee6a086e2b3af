import type { Rollout, RolloutAction } from '@pilothouse/plugin-release-common';
import { useState } from 'react';
import { ConfirmDialog } from '../../dialog/ConfirmDialog';
import { nameMatches } from '../../dialog/ConfirmField';
import { ConsentFields, NO_CONSENT } from '../../dialog/ConsentFields';
import { Consequences } from '../../dialog/Consequences';
import { FailureNote } from '../../dialog/FailureNote';
import { Labelled } from '../../dialog/Labelled';
import { rolloutStateWord } from '../RolloutStateSign';
import { useRolloutAction } from '../useRolloutAction';
import { useRolloutWords } from '../words/useRolloutWords';
import { consequencesOf } from './consequences';

/** What cannot be undone by itself, or sets aside what somebody did, needs a reason. */
const NEEDS_REASON: readonly RolloutAction[] = [
  'pause',
  'abort',
  'adopt',
  'override',
];
/** What makes a protected environment run something new. Stopping must never wait for somebody who types. */
const NEEDS_NAME: readonly RolloutAction[] = [
  'promote',
  'approve',
  'adopt',
  'override',
];

export interface ActionDialogProps {
  /** As it is now, not as it was when the dialog was opened. */
  rollout: Rollout;
  action: RolloutAction;
  onClose(): void;
}

/** Says what an action will do, to what, asks why, and what came of it. */
export function ActionDialog(props: ActionDialogProps) {
  const words = useRolloutWords();
  const { t } = words;
  const { rollout, action, onClose } = props;
  const mutation = useRolloutAction(rollout);
  const [consent, setConsent] = useState(NO_CONSENT);

  const { allowed, why } = rollout.actions[action];
  const isFrozen = why?.code === 'frozen';
  const needsReason = NEEDS_REASON.includes(action);
  const needsName = rollout.protected && NEEDS_NAME.includes(action);
  const targets = rollout.targets
    .map(({ target }) => `${target.cluster} / ${target.namespace}`)
    .join(', ');

  return (
    <ConfirmDialog
      title={t(`confirm.${action}Title`, rollout)}
      where={t('confirm.where', { environment: rollout.environment, targets })}
      act={t(`action.${action}`)}
      destructive={action === 'abort'}
      blocked={blockedBy()}
      isPending={mutation.isPending}
      other={{ label: t('confirm.cancel'), onPress: onClose }}
      onAct={act}
      onClose={onClose}
    >
      <Labelled label={t('confirm.what')}>
        <Consequences texts={consequencesOf(rollout, action, words)} />
      </Labelled>
      <ConsentFields
        consent={consent}
        onChange={part => setConsent(before => ({ ...before, ...part }))}
        hint={t('confirm.reasonHint')}
        needsReason={needsReason}
        isFirst
        override={
          isFrozen
            ? { label: t('confirm.freeze'), hint: words.why(why) }
            : undefined
        }
        confirm={needsName ? rollout : undefined}
      />
      {!allowed && !isFrozen && !mutation.isPending && (
        <FailureNote
          title={t('confirm.changed')}
          text={why ? words.why(why) : rolloutStateWord(t, rollout)}
        />
      )}
      {mutation.error && (
        <FailureNote
          title={t('confirm.failed')}
          error={mutation.error}
          conflict={t('confirm.conflict', {
            state: rolloutStateWord(t, rollout),
          })}
          unreachable={t('confirm.unreachable')}
        />
      )}
    </ConfirmDialog>
  );

  function blockedBy(): string | undefined {
    if (!allowed && !isFrozen) return why ? words.why(why) : '';
    if (needsReason && consent.reason.trim() === '') {
      return t('confirm.reasonMissing');
    }
    if (isFrozen && consent.overrideReason.trim() === '') {
      return t('confirm.freeze');
    }
    if (needsName && !nameMatches(consent.confirmation, rollout.name)) {
      return t('confirm.type', { name: rollout.name });
    }
    return undefined;
  }

  function act() {
    const reason = consent.reason.trim();
    const overrideReason = consent.overrideReason.trim();
    mutation.mutate(
      {
        action,
        command: {
          ...(reason && { reason }),
          ...(isFrozen && { override: { reason: overrideReason } }),
        },
      },
      { onSuccess: onClose },
    );
  }
}
