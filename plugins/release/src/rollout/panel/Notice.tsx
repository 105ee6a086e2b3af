import { StateSign } from '@pilothouse/pilothouse-react';
import type { StateKind } from '@pilothouse/pilothouse-react';
import type { ReactNode } from 'react';
import styles from './Notice.module.css';

export interface NoticeProps {
  kind: StateKind;
  title: ReactNode;
  children?: ReactNode;
  /** What a person can do about it. */
  actions?: ReactNode;
}

/** Something about a rollout that a person should not miss. */
export function Notice(props: NoticeProps) {
  return (
    <div className={styles.notice} data-kind={props.kind}>
      <div className={styles.text}>
        <StateSign kind={props.kind}>{props.title}</StateSign>
        {props.children && <div className={styles.body}>{props.children}</div>}
      </div>
      {props.actions && <div className={styles.actions}>{props.actions}</div>}
    </div>
  );
}
