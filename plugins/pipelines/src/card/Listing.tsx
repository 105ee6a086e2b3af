import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Children, useId, type ReactNode } from 'react';
import { pipelinesTranslationRef } from '../translation/ref';
import { Outside } from './Outside';
import styles from './PipelineCard.module.css';

export interface ListingProps {
  title: string;
  /** Where GitLab has all of them. */
  href: string;
  /** What stands there when there is none. */
  empty: string;
  /** Why they could not be read; stands there instead. */
  problem: string | undefined;
  children: ReactNode;
}

/** A short list under its heading, which leads to all of it. */
export function Listing(props: ListingProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { title, href, empty, problem, children } = props;
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h4 className={styles.heading} id={heading}>
        <Outside href={href}>
          {title}
          <span className={styles.hidden}> – {t('all', { what: title })}</span>
        </Outside>
      </h4>
      {problem || Children.count(children) === 0 ? (
        <p className={problem ? styles.problem : styles.empty}>
          {problem ?? empty}
        </p>
      ) : (
        <ul className={styles.list}>{children}</ul>
      )}
    </section>
  );
}
