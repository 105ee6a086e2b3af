import { HostileText, StateSign } from '@pilothouse/pilothouse-react';
import type { Translate } from '../translation/useReleaseTranslation';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { useWords } from '../words';
import type { Words } from '../words';
import type { UnreadCluster } from './unreadClusters';
import styles from './UnreadNotes.module.css';

const MAX_CHARACTERS = 200;

/** How a cluster stands, where that says why it has not been read. */
const TELLING = ['unreachable', 'unauthorized', 'unsupported'] as const;

/** A line for each cluster that has not been read: why, and that it is not known what runs there. */
export function UnreadNotes(props: {
  clusters: readonly UnreadCluster[];
  /** Without a margin at its sides, for what has its own. */
  flush?: boolean;
}) {
  const { t } = useReleaseTranslation();
  const words = useWords();
  if (props.clusters.length === 0) return null;
  return (
    <ul className={styles.notes} data-flush={props.flush}>
      {props.clusters.map(cluster => (
        <li key={cluster.name}>
          <StateSign kind="unknown">
            <HostileText
              value={unreadPhrase(cluster, t, words)}
              max={MAX_CHARACTERS}
            />
          </StateSign>
        </li>
      ))}
    </ul>
  );
}

/** `prod-shanghai does not answer: what runs there is not known`. It may hold hostile text. */
export function unreadPhrase(
  { title, condition, problem }: UnreadCluster,
  t: Translate,
  words: Words,
): string {
  const status = TELLING.find(telling => telling === condition?.status);
  if (status) return t(`unread.${status}`, { cluster: title });
  const { code, params } = problem;
  return words.problem({ code, params: { ...params, cluster: title } }).title;
}
