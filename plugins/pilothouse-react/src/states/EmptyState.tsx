import type { ReactNode } from 'react';
import styles from './States.module.css';

export interface EmptyStateProps {
  /** What there is not. */
  title: ReactNode;
  /** What a person can do about it, or why it is fine. */
  hint?: ReactNode;
  action?: ReactNode;
}

/** There is nothing, and that is no mistake. */
export function EmptyState(props: EmptyStateProps) {
  return (
    <div className={styles.state}>
      <p className={styles.title}>{props.title}</p>
      {props.hint && <p className={styles.hint}>{props.hint}</p>}
      {props.action && <div className={styles.action}>{props.action}</div>}
    </div>
  );
}
