import { ConfirmDialog } from '../dialog/ConfirmDialog';
import type { ConfirmDialogProps } from '../dialog/ConfirmDialog';
import { FailureNote } from '../dialog/FailureNote';
import { useFreezeWords } from './useFreezeWords';

export interface FreezeDialogProps extends ConfirmDialogProps {
  error: Error | null;
}

/** A dialog about freezes: what, why not yet, and what came of it. */
export function FreezeDialog(props: FreezeDialogProps) {
  const { t } = useFreezeWords();
  const { error, children, ...frame } = props;
  return (
    <ConfirmDialog
      other={{ label: t('cancel'), onPress: props.onClose }}
      {...frame}
    >
      {children}
      {error && (
        <FailureNote
          title={t('failed')}
          error={error}
          unreachable={t('unreachable')}
        />
      )}
    </ConfirmDialog>
  );
}
