import type { ReactNode } from 'react';
import '../tokens.css';
import styles from './Chip.module.css';

export type ChipTone =
  | 'neutral'
  | 'positive'
  | 'negative'
  | 'warning'
  | 'announcement'
  | 'unknown'
  | 'release'
  | 'canary';

export interface ChipProps {
  /** `neutral` when missing: outlined. */
  tone?: ChipTone;
  title?: string;
  children: ReactNode;
}

/** A few words in a pill: a count, a role, a condition. The words carry the meaning, the tone only helps. */
export function Chip(props: ChipProps) {
  return (
    <span
      className={styles.chip}
      data-tone={props.tone ?? 'neutral'}
      title={props.title}
    >
      {props.children}
    </span>
  );
}
