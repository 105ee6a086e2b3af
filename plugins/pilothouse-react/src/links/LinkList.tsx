import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Link as LinkTo,
  LinkSubject,
} from '@pilothouse/plugin-links-common';
import { Link } from 'react-router-dom';
import { PilothouseQueryProvider } from '../query/PilothouseQueryProvider';
import { useLanguage } from '../time/language';
import { pilothouseReactTranslationRef } from '../translation/ref';
import { isInside, titleOf } from './linkText';
import { useLinks } from './useLinks';
import styles from './Links.module.css';

export interface LinkListProps {
  subject: LinkSubject;
  /** The most that are shown; 6 when missing. */
  max?: number;
  /** Kinds of links that stand there already in another form. */
  without?: readonly LinkTo['kind'][];
}

/** The links for something, in a line. Nothing while there are none; that some are missing is said. */
export function LinkList(props: LinkListProps) {
  return (
    <PilothouseQueryProvider>
      <Links {...props} />
    </PilothouseQueryProvider>
  );
}

function Links({ subject, max = 6, without = [] }: LinkListProps) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const { links, isPartial } = useLinks(subject);
  const shown = links
    .filter(({ kind }) => !without.includes(kind))
    .slice(0, max);
  if (shown.length === 0 && !isPartial) return null;
  return (
    // No landmark: a page has several of them, and some stand in one.
    <div role="group" className={styles.list} aria-label={t('links.label')}>
      {shown.map(link => (
        <OneLink key={link.id} link={link} />
      ))}
      {isPartial && (
        <span className={styles.partial}>{t('links.partial')}</span>
      )}
    </div>
  );
}

function OneLink({ link }: { link: LinkTo }) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const title = titleOf(link, useLanguage());
  if (isInside(link)) {
    return (
      <Link className={styles.link} to={link.url}>
        {title}
      </Link>
    );
  }
  return (
    <a
      className={styles.link}
      href={link.url}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={t('links.external', { title })}
    >
      {title} <span aria-hidden>↗</span>
    </a>
  );
}
