import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { HostileText, RelativeTime } from '@pilothouse/pilothouse-react';
import type {
  ProjectOverview,
  ProjectRelease,
} from '@pilothouse/plugin-pipelines-common';
import { pipelinesTranslationRef } from '../translation/ref';
import { Listing } from './Listing';
import { Outside } from './Outside';
import styles from './PipelineCard.module.css';

export interface ReleasesProps {
  releases: readonly ProjectRelease[];
  project: ProjectOverview['project'];
  problem: string | undefined;
}

/** What the project has released. */
export function Releases({ releases, project, problem }: ReleasesProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return (
    <Listing
      title={t('releases')}
      href={`${project.url}/-/releases`}
      empty={t('noReleases')}
      problem={problem}
    >
      {releases.map(release => (
        <li key={release.tag}>
          <span className={styles.name}>
            <Outside href={release.url}>
              <HostileText value={release.name} max={80} />
            </Outside>
          </span>
          <span className={styles.aside}>
            <RelativeTime at={release.releasedAt} />
          </span>
        </li>
      ))}
    </Listing>
  );
}
