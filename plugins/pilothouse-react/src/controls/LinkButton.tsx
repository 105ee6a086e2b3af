import type { ReactNode } from 'react';
import '../tokens.css';
import styles from './LinkButton.module.css';

export interface LinkButtonProps {
  /** What it does, to what: a table has many with the same short words. */
  label?: string;
  /** Why it does nothing now. It keeps the focus, or nobody at a keyboard would learn why. */
  blocked?: string;
  /** Of something that it opens and closes. */
  isExpanded?: boolean;
  opensMenu?: boolean;
  onPress(opener: HTMLElement): void;
  children: ReactNode;
}

/** A word that does something, where Backstage UI's buttons are too tall and heavy: in a table with hundreds of them. */
export function LinkButton(props: LinkButtonProps) {
  const { blocked, onPress } = props;
  return (
    <button
      type="button"
      className={styles.link}
      aria-label={props.label}
      aria-disabled={blocked !== undefined}
      aria-expanded={props.isExpanded}
      aria-haspopup={props.opensMenu ? 'menu' : undefined}
      title={blocked ?? props.label}
      onClick={event => {
        if (blocked === undefined) onPress(event.currentTarget);
      }}
    >
      {props.children}
    </button>
  );
}
