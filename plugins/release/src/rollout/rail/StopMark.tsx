import type { Stop } from './Rail';
import styles from './StopMark.module.css';

/** A quarter of the mark's own radius would be drawn outside; the pie is a thick line on half of it. */
const PIE = 3.5;

/** The shape of one step: what it says stands beside it in words. */
export function StopMark({ stop }: { stop: Stop }) {
  const { state, human, fraction = 0 } = stop;
  return (
    <svg
      className={styles.mark}
      viewBox="0 0 20 20"
      data-state={state}
      aria-hidden="true"
    >
      {human ? (
        <rect
          className={styles.shape}
          x="2"
          y="2"
          width="16"
          height="16"
          rx="3"
        />
      ) : (
        <circle className={styles.shape} cx="10" cy="10" r="8.5" />
      )}
      {state === 'done' && (
        <path className={styles.ink} d="m6 10.2 2.8 2.8L14.2 7.4" />
      )}
      {state === 'failed' && (
        <path className={styles.ink} d="m7 7 6 6m0-6-6 6" />
      )}
      {state === 'skipped' && <path className={styles.bar} d="M6 10h8" />}
      {state === 'current' && !human && fraction === 0 && (
        <circle className={styles.fill} cx="10" cy="10" r="4" />
      )}
      {state === 'current' &&
        (human ? (
          <rect className={styles.fill} x="6" y="6" width="8" height="8" />
        ) : (
          <circle
            className={styles.pie}
            cx="10"
            cy="10"
            r={PIE}
            pathLength="1"
            strokeDasharray={`${fraction} 1`}
            transform="rotate(-90 10 10)"
          />
        ))}
    </svg>
  );
}
