import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  HostileText,
  RelativeTime,
  StateSign,
} from '@pilothouse/pilothouse-react';
import type { Pipeline } from '@pilothouse/plugin-pipelines-common';
import { pipelinesTranslationRef } from '../translation/ref';
import { Outside } from './Outside';
import { pipelineSign } from './pipelineSign';
import styles from './PipelineCard.module.css';

/** A card is for a look; GitLab has them all. */
const MOST_ROWS = 5;

export interface PipelineTableProps {
  pipelines: readonly Pipeline[];
  /** Why they could not be read. */
  problem: string | undefined;
}

/** The newest pipelines, each with its state as a sign and a word. */
export function PipelineTable({ pipelines, problem }: PipelineTableProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  if (problem) return <p className={styles.problem}>{problem}</p>;
  if (pipelines.length === 0) {
    return <EmptyState title={t('noPipelines')} hint={t('noPipelinesHint')} />;
  }
  return (
    <table className={styles.table} aria-label={t('pipelines')}>
      <thead className={styles.hidden}>
        <tr>
          <th scope="col">{t('status')}</th>
          <th scope="col">{t('ref')}</th>
          <th scope="col">{t('commit')}</th>
          <th scope="col">{t('when')}</th>
        </tr>
      </thead>
      <tbody>
        {pipelines.slice(0, MOST_ROWS).map(pipeline => (
          <tr key={pipeline.id}>
            <th scope="row">
              <StateSign kind={pipelineSign(pipeline.status)}>
                <Outside href={pipeline.url}>
                  {t(`state.${pipeline.status}`)}
                </Outside>
              </StateSign>
            </th>
            <td>
              <HostileText value={pipeline.ref} max={40} />
            </td>
            <td className={styles.commit}>{pipeline.commit.slice(0, 8)}</td>
            <td className={styles.when}>
              <RelativeTime at={pipeline.updatedAt ?? pipeline.createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
