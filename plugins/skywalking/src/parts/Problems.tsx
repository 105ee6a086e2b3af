import { HostileText } from '@pilothouse/pilothouse-react';
import type { Message } from '@pilothouse/plugin-release-common';
import { problemText } from '../words/problemText';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import styles from './parts.module.css';

/** What is not complete in what stands above. */
export function Problems({ problems }: { problems: readonly Message[] }) {
  const { t } = useSkywalkingTranslation();
  if (problems.length === 0) return null;
  return (
    <ul className={styles.problems}>
      {problems.map(problem => (
        <li key={problem.code}>
          <HostileText value={problemText(t, problem)} />
        </li>
      ))}
    </ul>
  );
}
