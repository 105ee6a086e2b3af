import { Button } from '@backstage/ui';
import type { ButtonProps } from '@backstage/ui';
import styles from './BlockableButton.module.css';

export interface BlockableButtonProps
  extends Pick<ButtonProps, 'variant' | 'destructive' | 'isPending' | 'size'> {
  /** Why it does nothing now. It keeps its place and the focus, or nobody at a keyboard would learn why. */
  blocked?: string;
  /** Id of the element that says why. */
  describedBy?: string;
  onPress(): void;
  children: string;
}

/** A button that stays when it is blocked, and says why. */
export function BlockableButton(props: BlockableButtonProps) {
  const { blocked, describedBy, onPress, children, ...rest } = props;
  const isBlocked = blocked !== undefined;
  return (
    <Button
      {...rest}
      className={styles.button}
      data-blocked={isBlocked}
      aria-disabled={isBlocked ? 'true' : undefined}
      aria-describedby={isBlocked ? describedBy : undefined}
      onPress={() => {
        if (!isBlocked) onPress();
      }}
    >
      {children}
    </Button>
  );
}
