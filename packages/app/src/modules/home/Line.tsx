import { ButtonLink } from '@backstage/ui';
import { StateSign } from '@pilothouse/pilothouse-react';
import type { StateKind } from '@pilothouse/pilothouse-react';
import type { ReactNode } from 'react';
import styles from './NeedsYou.module.css';

export interface LineProps {
  kind: StateKind;
  word: string;
  children: ReactNode;
  action: string;
  /** Names the link where it stands alone, as in a list of links. */
  label: string;
  to: string;
}

/** A line of what needs a person: a sign, what it is, and a way to it. */
export function Line(props: LineProps) {
  return (
    <li className={styles.line}>
      <span className={styles.sign}>
        <StateSign kind={props.kind}>{props.word}</StateSign>
      </span>
      <span className={styles.what}>{props.children}</span>
      <ButtonLink variant="secondary" href={props.to} aria-label={props.label}>
        {props.action}
      </ButtonLink>
    </li>
  );
}
