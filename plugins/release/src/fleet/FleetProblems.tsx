import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { HostileText } from '@pilothouse/pilothouse-react';
import type { Message } from '@pilothouse/plugin-release-common';
import { tellsUnread } from '../unread';
import { useWords } from '../words';
import { fleetTranslationRef } from './translation/ref';
import styles from './FleetPanel.module.css';

const MAX_SHOWN = 5;

/** What was left out of the fleet, and why. */
export function FleetProblems(props: { problems: Message[] }) {
  const { t } = useTranslationRef(fleetTranslationRef);
  const words = useWords();
  // Those of clusters have their own place.
  const problems = props.problems.filter(problem => !tellsUnread(problem));
  if (problems.length === 0) return null;
  return (
    <ul className={styles.problems}>
      {problems.slice(0, MAX_SHOWN).map((problem, index) => (
        <li key={index}>
          <HostileText value={wordsOf(problem)} max={300} />
        </li>
      ))}
    </ul>
  );

  function wordsOf(problem: Message): string {
    const { shown, total } = problem.params;
    return problem.code === 'cut'
      ? t('problem.cut', { shown: `${shown}`, total: `${total}` })
      : words.problem(problem).title;
  }
}
