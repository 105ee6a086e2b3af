import { Dialog, DialogBody, DialogFooter, DialogHeader } from '@backstage/ui';
import { HostileText } from '@pilothouse/pilothouse-react';
import type { Rollout, RolloutAction } from '@pilothouse/plugin-release-common';
import { useId, useState } from 'react';
import { BlockableButton } from '../controls/BlockableButton';
import { ConfirmField, nameMatches } from '../controls/ConfirmField';
import { FailureNote } from '../controls/FailureNote';
import { ReasonField } from '../controls/ReasonField';
import { rolloutStateWord } from '../RolloutStateSign';
import { useRolloutAction } from '../useRolloutAction';
import { useRolloutWords } from '../words/useRolloutWords';
import { consequencesOf } from './consequences';
import styles from './ActionDialog.module.css';

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
  const [reason, setReason] = useState('');
  const [name, setName] = useState('');
  const [freezeReason, setFreezeReason] = useState('');
  const whyId = useId();

  const { allowed, why } = rollout.actions[action];
  const isFrozen = why?.code === 'frozen';
  const needsReason = NEEDS_REASON.includes(action);
  const needsName = rollout.protected && NEEDS_NAME.includes(action);
  const blocked = blockedBy();
  const targets = rollout.targets
    .map(({ target }) => `${target.cluster} / ${target.namespace}`)
    .join(', ');

  return (
    <Dialog
      isOpen
      width={560}
      isDismissable={!mutation.isPending}
      onOpenChange={open => {
        if (!open) onClose();
      }}
    >
      <DialogHeader>
        <HostileText value={t(`confirm.${action}Title`, rollout)} max={120} />
      </DialogHeader>
      <DialogBody className={styles.body}>
        <p className={styles.where}>
          {t('confirm.where', { environment: rollout.environment, targets })}
        </p>
        <div>
          <p className={styles.label}>{t('confirm.what')}</p>
          <ul className={styles.list}>
            {consequencesOf(rollout, action, words).map(text => (
              <li key={text}>
                <HostileText value={text} />
              </li>
            ))}
          </ul>
        </div>
        <ReasonField
          label={t('confirm.reason')}
          hint={t('confirm.reasonHint')}
          value={reason}
          isRequired={needsReason}
          onChange={setReason}
          isFirst
        />
        {isFrozen && (
          <ReasonField
            label={t('confirm.freeze')}
            hint={words.why(why)}
            value={freezeReason}
            isRequired
            onChange={setFreezeReason}
          />
        )}
        {needsName && (
          <ConfirmField
            name={rollout.name}
            environment={rollout.environment}
            value={name}
            onChange={setName}
          />
        )}
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
      </DialogBody>
      <DialogFooter className={styles.footer}>
        <span id={whyId} className={styles.why}>
          {blocked}
        </span>
        <BlockableButton variant="secondary" onPress={onClose}>
          {t('confirm.cancel')}
        </BlockableButton>
        <BlockableButton
          variant="primary"
          destructive={action === 'abort'}
          blocked={blocked}
          describedBy={whyId}
          isPending={mutation.isPending}
          onPress={act}
        >
          {t(`action.${action}`)}
        </BlockableButton>
      </DialogFooter>
    </Dialog>
  );

  function blockedBy(): string | undefined {
    if (!allowed && !isFrozen) return why ? words.why(why) : '';
    if (needsReason && reason.trim() === '') return t('confirm.reasonMissing');
    if (isFrozen && freezeReason.trim() === '') return t('confirm.freeze');
    if (needsName && !nameMatches(name, rollout.name)) {
      return t('confirm.type', { name: rollout.name });
    }
    return undefined;
  }

  function act() {
    // A second press before the first is rendered would be a second command.
    if (mutation.isPending) return;
    mutation.mutate(
      {
        action,
        command: {
          ...(reason.trim() && { reason: reason.trim() }),
          ...(isFrozen && { override: { reason: freezeReason.trim() } }),
        },
      },
      { onSuccess: onClose },
    );
  }
}
