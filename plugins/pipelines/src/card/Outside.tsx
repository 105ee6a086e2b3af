import type { ReactNode } from 'react';
import styles from './PipelineCard.module.css';

export interface OutsideProps {
  /** The text stands without a link where there is none. */
  href: string | undefined;
  children: ReactNode;
}

/** A way to GitLab. */
export function Outside({ href, children }: OutsideProps) {
  if (!href) return <>{children}</>;
  return (
    <a
      className={styles.link}
      href={href}
      target="_blank"
      rel="noopener noreferrer"
    >
      {children}
    </a>
  );
}
