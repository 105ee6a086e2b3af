import { VisuallyHidden } from '@backstage/ui';
import { HostileText } from '@pilothouse/pilothouse-react';
import type { ReactNode } from 'react';
import { useRolloutTranslation } from '../translation/useRolloutTranslation';
import { StopMark } from './StopMark';
import styles from './Rail.module.css';

/** One place on a rail. */
export interface Stop {
  name: string;
  /** A line below it: how long, or how long still. */
  detail?: ReactNode;
  state: 'done' | 'current' | 'ahead' | 'skipped' | 'failed';
  /** A person has to do something here. */
  human: boolean;
  /** How far the current one is, 0 to 1. */
  fraction?: number;
}

export interface RailProps {
  stops: readonly Stop[];
  label: string;
}

/** The steps of a rollout in a line: human ones square, automatic ones round, the current one fills as its time passes. */
export function Rail(props: RailProps) {
  const { t } = useRolloutTranslation();
  const words = {
    done: t('step.stateDone'),
    current: t('step.stateCurrent'),
    ahead: t('step.stateAhead'),
    skipped: t('step.skipped'),
    failed: t('state.aborted'),
  };
  return (
    <ol className={styles.rail} aria-label={props.label}>
      {props.stops.map((stop, index) => (
        <li
          key={index}
          className={styles.stop}
          data-state={stop.state}
          data-reached={stop.state === 'done' || stop.state === 'current'}
          aria-current={stop.state === 'current' ? 'step' : undefined}
        >
          <span className={styles.track}>
            <StopMark stop={stop} />
          </span>
          <span className={styles.name}>
            <HostileText value={stop.name} max={80} />
          </span>
          {stop.detail !== undefined && (
            <span className={styles.detail}>{stop.detail}</span>
          )}
          <VisuallyHidden>
            {stop.human
              ? `${words[stop.state]}, ${t('step.human')}`
              : words[stop.state]}
          </VisuallyHidden>
        </li>
      ))}
    </ol>
  );
}
