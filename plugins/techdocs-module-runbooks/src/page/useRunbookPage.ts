import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  discoveryApiRef,
  fetchApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { useTechDocsReaderPage } from '@backstage/plugin-techdocs-react';
import {
  RunbooksClient,
  type Runbook,
  type RunbookPage,
} from '@pilothouse/plugin-runbooks-common';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router-dom';
import { pagePath } from './pagePath';

/** The front matter of a page changes with its source only. */
const FRESH_MS = 60_000;

export interface RunbookOfPage {
  runbook: Runbook;
  page: RunbookPage;
  /** The server's time: ISO 8601. */
  now: string;
}

/** The runbook of the page that is being read, if it is one. What cannot be asked is not shown: the page is. */
export function useRunbookPage(): RunbookOfPage | undefined {
  const { entityRef } = useTechDocsReaderPage();
  const { '*': path = '' } = useParams();
  const discoveryApi = useApi(discoveryApiRef);
  const fetchApi = useApi(fetchApiRef);
  const ref = stringifyEntityRef(entityRef);
  const { data } = useQuery({
    queryKey: ['runbooks', 'list', { entityRef: ref }],
    queryFn: ({ signal }) =>
      new RunbooksClient({ discoveryApi, fetchApi }).listRunbooks(
        { entityRef: ref },
        { signal },
      ),
    staleTime: FRESH_MS,
  });
  if (!data) return undefined;
  const here = pagePath(path);
  for (const runbook of data.runbooks) {
    const page = runbook.pages.find(each => pagePath(each.path) === here);
    if (page && runbook.entityRef === ref) {
      return { runbook, page, now: data.now };
    }
  }
  return undefined;
}
