import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { VisuallyHidden } from '@backstage/ui';
import type { ReactNode } from 'react';
import { pilothouseReactTranslationRef } from '../translation/ref';
import '../tokens.css';
import styles from './StateSign.module.css';

/**
 * What a sign means, wherever it stands:
 * - `healthy`: passed, done (a disc)
 * - `moving`: rolling out, starting (a diamond)
 * - `failed`: degraded, crash loop (a triangle)
 * - `attention`: wants a person's look: drift, waiting for approval (a square)
 * - `unknown`: no answer, no data (a dashed ring)
 * - `stopped`: on purpose (a short bar)
 */
export type StateKind =
  | 'healthy'
  | 'moving'
  | 'failed'
  | 'attention'
  | 'unknown'
  | 'stopped';

/** Drawn, not clipped boxes: shapes survive forced colours and printing. */
const SHAPES: Record<StateKind, ReactNode> = {
  healthy: <circle cx="7" cy="7" r="6.5" />,
  moving: <path d="M7 0 14 7 7 14 0 7Z" />,
  failed: <path d="M7 .5 14 13.5H0Z" />,
  attention: <path d="M1 1H13V13H1Z" />,
  unknown: (
    <circle
      cx="7"
      cy="7"
      r="5.75"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeDasharray="3.6 2.42"
    />
  ),
  stopped: <path d="M1 5.25H13V8.75H1Z" />,
};

export interface StateSignProps {
  kind: StateKind;
  /** The word; that of the kind when missing. */
  children?: ReactNode;
  /** Shows the shape alone; the word is there for screen readers, and for the pointer when it is a string. */
  compact?: boolean;
}

/** How something is: a shape with its word, so that nothing is told by colour alone. */
export function StateSign(props: StateSignProps) {
  const { kind, children, compact } = props;
  // Tables have thousands of signs: what they do not need, such as a translation, they do not ask for.
  const word = children ?? <DefaultWord kind={kind} />;
  return (
    <span
      className={styles.sign}
      data-kind={kind}
      title={compact && typeof children === 'string' ? children : undefined}
    >
      <svg
        className={styles.shape}
        viewBox="0 0 14 14"
        fill="currentColor"
        aria-hidden="true"
      >
        {SHAPES[kind]}
      </svg>
      {compact ? (
        <VisuallyHidden>{word}</VisuallyHidden>
      ) : (
        <span className={styles.word}>{word}</span>
      )}
    </span>
  );
}

function DefaultWord({ kind }: { kind: StateKind }) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  return <>{t(`state.${kind}`)}</>;
}
