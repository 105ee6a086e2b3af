import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { LanguageSwitch } from '../layout/LanguageSwitch';
import { Logo } from '../layout/Logo';
import type { Person } from './people';
import { signInTranslationRef } from './translation';
import styles from './PeoplePage.module.css';

/** Asks whom of the landscape's people one wants to be. */
export function PeoplePage({
  people,
  problem,
  onChoose,
}: {
  people: Person[];
  /** Why the last choice did not work. */
  problem?: string;
  onChoose: (user: string) => void;
}) {
  const { t } = useTranslationRef(signInTranslationRef);
  return (
    <main className={styles.page}>
      <div className={styles.panel}>
        <header className={styles.brand}>
          <Logo />
          Pilothouse
          <LanguageSwitch />
        </header>
        <h1 className={styles.title}>{t('title')}</h1>
        <p className={styles.intro}>{t('intro')}</p>
        {problem && (
          <p role="alert" className={styles.problem}>
            {t('problem', { reason: problem })}
          </p>
        )}
        <ul className={styles.people}>
          {people.map(person => (
            <li key={person.user}>
              <button
                type="button"
                className={styles.person}
                onClick={() => onChoose(person.user)}
              >
                <span className={styles.initial} aria-hidden="true">
                  {[...person.name][0]}
                </span>
                <span className={styles.who}>
                  <b>{person.name}</b> <span>{person.team ?? t('noTeam')}</span>
                </span>{' '}
                {person.roleMessage && <span>{t(person.roleMessage)}</span>}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </main>
  );
}
