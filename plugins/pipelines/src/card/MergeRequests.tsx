import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Chip, HostileText, RelativeTime } from '@pilothouse/pilothouse-react';
import type {
  MergeRequest,
  ProjectOverview,
} from '@pilothouse/plugin-pipelines-common';
import { pipelinesTranslationRef } from '../translation/ref';
import { Listing } from './Listing';
import { Outside } from './Outside';
import styles from './PipelineCard.module.css';

export interface MergeRequestsProps {
  requests: readonly MergeRequest[];
  project: ProjectOverview['project'];
  problem: string | undefined;
}

/** What waits to be merged. */
export function MergeRequests(props: MergeRequestsProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { requests, project, problem } = props;
  return (
    <Listing
      title={t('mergeRequests')}
      href={`${project.url}/-/merge_requests`}
      empty={t('noMergeRequests')}
      problem={problem}
    >
      {requests.map(request => (
        <li key={request.number}>
          <span className={styles.name}>
            <Outside href={request.url}>
              !{request.number} <HostileText value={request.title} max={120} />
            </Outside>
            {request.draft && <Chip>{t('draft')}</Chip>}
          </span>
          <span className={styles.aside}>
            {request.author && (
              <HostileText
                value={t('by', { author: request.author })}
                max={60}
              />
            )}
            <RelativeTime at={request.createdAt} />
          </span>
        </li>
      ))}
    </Listing>
  );
}
