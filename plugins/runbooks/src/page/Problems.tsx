import type { RunbookProblem } from '@pilothouse/plugin-runbooks-common';
import { useRunbookWords } from '../words/useRunbookWords';
import styles from './RunbooksIndex.module.css';

/** More than these nobody reads; they are of one kind mostly. */
const MOST = 5;

/** What could not be read, so that nobody takes a part for the whole. */
export function Problems({
  problems,
}: {
  problems: readonly RunbookProblem[];
}) {
  const { problem } = useRunbookWords();
  if (problems.length === 0) return null;
  return (
    <ul className={styles.problems}>
      {problems.slice(0, MOST).map(each => (
        <li key={JSON.stringify(each)}>{problem(each)}</li>
      ))}
      {problems.length > MOST && <li>+{problems.length - MOST}</li>}
    </ul>
  );
}
