import { RiExternalLinkLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import styles from './parts.module.css';

export interface OutsideProps {
  /** The text stands without a link where there is none. */
  href: string | undefined;
  /** What it leads to, where that is more than its text. */
  label?: string;
  /** Quiet: looks like text until it is pointed at. For names in tables. */
  quiet?: boolean;
  children: ReactNode;
}

/** A way into SkyWalking's own UI. */
export function Outside({ href, label, quiet, children }: OutsideProps) {
  const { t } = useSkywalkingTranslation();
  if (href === undefined) return <>{children}</>;
  return (
    <a
      className={styles.link}
      data-quiet={quiet}
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={label && t('opensOutside', { what: label })}
      title={label}
    >
      {children}
      <RiExternalLinkLine size={13} aria-hidden="true" />
    </a>
  );
}
