import { COMMIT_ROUTES } from './commit-routes';
import { MERGE_REQUEST_ROUTES } from './merge-request-routes';
import { PEOPLE_ROUTES } from './people-routes';
import { PIPELINE_ROUTES } from './pipeline-routes';
import { PROJECT_ROUTES } from './project-routes';
import { REF_ROUTES } from './ref-routes';
import { REPOSITORY_ROUTES } from './repository-routes';
import type { Route } from './router';
import { SETTING_ROUTES } from './setting-routes';

/**
 * Of GitLab's API v4 what Backstage, its scaffolder and the portal's own plugins ask for.
 *
 * @see https://docs.gitlab.com/api/api_resources/
 */
export const ROUTES: readonly Route[] = [
  ...PEOPLE_ROUTES,
  ...PROJECT_ROUTES,
  ...REPOSITORY_ROUTES,
  ...COMMIT_ROUTES,
  ...REF_ROUTES,
  ...MERGE_REQUEST_ROUTES,
  ...PIPELINE_ROUTES,
  ...SETTING_ROUTES,
];
