import { Dialog, DialogBody, DialogFooter, DialogHeader } from '@backstage/ui';
import { HostileText } from '@pilothouse/pilothouse-react';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { BlockableButton } from '../rollout/controls/BlockableButton';
import { FailureNote } from '../rollout/controls/FailureNote';
import { useFreezeWords } from './useFreezeWords';
import styles from './FreezesPage.module.css';

export interface FreezeDialogProps {
  title: string;
  children: ReactNode;
  /** What the button says that does it. */
  act: string;
  destructive?: boolean;
  /** Why it cannot be done yet. */
  blocked: string | undefined;
  isPending: boolean;
  error: Error | null;
  onAct(): void;
  onClose(): void;
  /** What the other button says, and does, in place of closing. */
  back?: { label: string; onPress(): void };
}

/** The frame of the dialogs about freezes: what, why not yet, and what came of it. */
export function FreezeDialog(props: FreezeDialogProps) {
  const { t } = useFreezeWords();
  const whyId = useId();
  const { blocked, isPending, error, back, onClose } = props;
  return (
    <Dialog
      isOpen
      width={560}
      isDismissable={!isPending}
      onOpenChange={open => {
        if (!open) onClose();
      }}
    >
      <DialogHeader>
        <HostileText value={props.title} max={160} />
      </DialogHeader>
      <DialogBody className={styles.body}>
        {props.children}
        {error && (
          <FailureNote
            title={t('failed')}
            error={error}
            unreachable={t('unreachable')}
          />
        )}
      </DialogBody>
      <DialogFooter className={styles.footer}>
        <span id={whyId} className={styles.blocked}>
          {blocked}
        </span>
        <BlockableButton
          variant="secondary"
          onPress={back ? back.onPress : onClose}
        >
          {back ? back.label : t('cancel')}
        </BlockableButton>
        <BlockableButton
          variant="primary"
          destructive={props.destructive}
          blocked={blocked}
          describedBy={whyId}
          isPending={isPending}
          onPress={() => {
            // A second press before the first is rendered would be a second command.
            if (!isPending) props.onAct();
          }}
        >
          {props.act}
        </BlockableButton>
      </DialogFooter>
    </Dialog>
  );
}
