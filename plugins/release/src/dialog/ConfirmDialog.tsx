import { Dialog, DialogBody, DialogFooter } from '@backstage/ui';
import type { DialogProps } from '@backstage/ui';
import { HostileText } from '@pilothouse/pilothouse-react';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { BlockableButton } from './BlockableButton';
import { DialogTitle } from './DialogTitle';
import styles from './ConfirmDialog.module.css';

export interface ConfirmDialogProps
  extends Pick<DialogProps, 'width' | 'height'> {
  title: string;
  /** On what it is done. */
  where?: ReactNode;
  children: ReactNode;
  /** What the button says that does it. */
  act: string;
  destructive?: boolean;
  /** Why it cannot be done yet; beside the buttons. */
  blocked: string | undefined;
  /** It is being done. */
  isPending: boolean;
  /** The button that does not do it. */
  other?: { label: string; onPress(): void };
  /** Goes through stages: a press outside must not lose them, and what a stage still lacks is read out. */
  isStaged?: boolean;
  onAct(): void;
  onClose(): void;
}

/** The frame of every dialog that does something: on what, what and why, and beside the buttons why not yet. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { blocked, isPending, isStaged = false, other } = props;
  const whyId = useId();
  return (
    <Dialog
      isOpen
      width={props.width ?? 560}
      height={props.height}
      isDismissable={!isStaged && !isPending}
      isKeyboardDismissDisabled={isStaged && isPending}
      onOpenChange={open => {
        if (!open) props.onClose();
      }}
    >
      <DialogTitle title={props.title} />
      <DialogBody className={styles.body}>
        {props.where !== undefined && (
          <p className={styles.where}>{props.where}</p>
        )}
        {props.children}
      </DialogBody>
      <DialogFooter className={styles.footer}>
        <span
          id={whyId}
          className={styles.why}
          aria-live={isStaged ? 'polite' : undefined}
        >
          {blocked !== undefined && <HostileText value={blocked} max={300} />}
        </span>
        {other && (
          <BlockableButton variant="secondary" onPress={other.onPress}>
            {other.label}
          </BlockableButton>
        )}
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
