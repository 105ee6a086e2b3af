import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import {
  EmptyState,
  ErrorState,
  LoadingState,
  statusOf,
} from '@pilothouse/pilothouse-react';
import type { ReactNode } from 'react';
import { pipelinesTranslationRef } from '../translation/ref';
import { MergeRequests } from './MergeRequests';
import { Outside } from './Outside';
import { PipelineTable } from './PipelineTable';
import { Releases } from './Releases';
import { useOverview } from './useOverview';
import styles from './PipelineCard.module.css';

/** What the entity's own project is doing: pipelines, merge requests and releases, each with its way to GitLab. */
export function PipelineCard() {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { entity } = useEntity();
  const { data, error, refetch } = useOverview(entity);
  // What may not be seen any more goes, even where it was seen before.
  const shown = error && statusOf(error) === 403 ? undefined : data;
  return (
    <EntityInfoCard
      title={t('title')}
      headerActions={
        shown && <Outside href={shown.project.url}>{t('project')}</Outside>
      }
    >
      {content()}
    </EntityInfoCard>
  );

  function content(): ReactNode {
    if (!shown && error) {
      return statusOf(error) === 403 ? (
        <EmptyState title={t('notOwn')} />
      ) : (
        <ErrorState error={error} onRetry={refetch} />
      );
    }
    if (!shown) return <LoadingState rows={4} />;
    const problemOf = (part: string) => {
      const problem = shown.problems.find(entry => entry.part === part);
      return problem && t(`problem.${problem.code}`);
    };
    return (
      <div className={styles.card}>
        <section aria-label={t('pipelines')}>
          <PipelineTable
            pipelines={shown.pipelines}
            problem={problemOf('pipelines')}
          />
        </section>
        <div className={styles.beside}>
          <MergeRequests
            requests={shown.mergeRequests}
            project={shown.project}
            problem={problemOf('mergeRequests')}
          />
          <Releases
            releases={shown.releases}
            project={shown.project}
            problem={problemOf('releases')}
          />
        </div>
      </div>
    );
  }
}
