import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the Pipeline card. */
export const pipelinesTranslationRef = createTranslationRef({
  id: 'pipelines',
  messages: {
    title: 'Pipeline',
    project: 'Open in GitLab',
    pipelines: 'Latest pipelines',
    status: 'State',
    ref: 'Branch or tag',
    commit: 'Commit',
    when: 'When',
    noPipelines: 'No pipeline has run yet',
    noPipelinesHint: 'The first push to the repository starts one.',
    mergeRequests: 'Open merge requests',
    noMergeRequests: 'None is open',
    draft: 'Draft',
    by: 'by {{author}}',
    releases: 'Releases',
    noReleases: 'None yet',
    all: 'All {{what}} in GitLab',
    notOwn:
      'This entity names the project of another repository. Pipelines are shown where catalog-info.yaml is kept in the project itself.',
    problem: {
      away: 'GitLab does not answer. It is asked again.',
      refused: 'The portal may not read this in GitLab.',
      missing: 'GitLab has no such project, or hides it from the portal.',
    },
    state: {
      created: 'Created',
      waiting_for_resource: 'Waiting its turn',
      preparing: 'Preparing',
      pending: 'Waiting for a runner',
      running: 'Running',
      success: 'Passed',
      failed: 'Failed',
      canceled: 'Cancelled',
      canceling: 'Being cancelled',
      skipped: 'Skipped',
      manual: 'Waits for a person',
      scheduled: 'Scheduled',
      unknown: 'Unknown',
    },
  },
  translations: { zh: () => import('./zh') },
});
