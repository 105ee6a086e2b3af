import type { ReactNode } from 'react';
import styles from './ConfirmDialog.module.css';

/** A part of a dialog below a small label. */
export function Labelled(props: { label: string; children: ReactNode }) {
  return (
    <div>
      <p className={styles.label}>{props.label}</p>
      {props.children}
    </div>
  );
}
