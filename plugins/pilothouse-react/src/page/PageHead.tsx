import type { ReactNode } from 'react';
import styles from './PageHead.module.css';

export interface PageHeadProps {
  /** The one heading of level 1. */
  title: ReactNode;
  /** A line below it: what the page is for, or links that go with it. */
  subtitle?: ReactNode;
}

/** The head of a page that has no entity: its title, and a line about it. */
export function PageHead(props: PageHeadProps) {
  return (
    <header className={styles.head}>
      <h1 className={styles.title}>{props.title}</h1>
      <div className={styles.subtitle}>{props.subtitle}</div>
    </header>
  );
}
