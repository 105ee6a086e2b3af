import { BgProvider } from '@backstage/ui';
import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './Panel.module.css';

export interface PanelProps {
  title: ReactNode;
  /** Short facts beside the title. */
  chips?: ReactNode;
  /** Buttons and links at the end of the title's line. */
  actions?: ReactNode;
  /** Level of the heading; 2 when missing. */
  level?: 2 | 3 | 4;
  children?: ReactNode;
}

/** The card of Pilothouse's screens: a line with title, facts and actions, and what it is about, edge to edge. */
export function Panel(props: PanelProps) {
  const id = useId();
  const Heading = `h${props.level ?? 2}` as const;
  return (
    // Fields and buttons inside stand out from the panel's own background.
    <BgProvider bg="neutral-1">
      <section className={styles.panel} aria-labelledby={id}>
        <div className={styles.head}>
          <Heading className={styles.title} id={id}>
            {props.title}
          </Heading>
          {props.chips}
          {props.actions && (
            <div className={styles.actions}>{props.actions}</div>
          )}
        </div>
        {props.children}
      </section>
    </BgProvider>
  );
}
