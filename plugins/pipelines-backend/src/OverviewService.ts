import {
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import {
  createGitLab,
  projectPath,
  type ProjectRef,
} from '@pilothouse/plugin-gitlab-node';
import {
  MOST_MERGE_REQUESTS,
  MOST_PIPELINES,
  MOST_RELEASES,
  type OverviewProblem,
  type ProjectOverview,
} from '@pilothouse/plugin-pipelines-common';
import { mergeRequestsOf, pipelinesOf, releasesOf } from './answers';

/** A card is looked at by many at once; its lists are asked for once in this time. */
const FRESH_MS = 10_000;
const TIMEOUT_MS = 5_000;
const MOST_BYTES = 2 * 1024 * 1024;
/** More than anybody looks at within the time. */
const MOST_PROJECTS = 500;

interface Options {
  integrations: Pick<ScmIntegrations, 'gitlab'>;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

interface Kept {
  at: number;
  overview: Promise<ProjectOverview>;
}

/** Asks GitLab for what a card shows; everybody who looks within 10 s gets the same answer. */
export class OverviewService {
  readonly #integrations: Pick<ScmIntegrations, 'gitlab'>;
  readonly #clock: () => number;
  readonly #kept = new Map<string, Kept>();

  constructor({ integrations, clock = Date.now }: Options) {
    this.#integrations = integrations;
    this.#clock = clock;
  }

  /** Rejects only where nothing can be said at all; a list that cannot be read is a problem of the overview. */
  get(project: ProjectRef): Promise<ProjectOverview> {
    const key = `${project.host}/${projectPath(project)}`;
    const now = this.#clock();
    const kept = this.#kept.get(key);
    if (kept && now - kept.at < FRESH_MS) return kept.overview;
    const overview = this.#ask(project, now);
    // Whoever was asked for last stands at the end, so that the first is the one to go.
    this.#kept.delete(key);
    this.#kept.set(key, { at: now, overview });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_PROJECTS) this.#kept.delete(oldest);
    overview.catch(() => this.#kept.delete(key));
    return overview;
  }

  async #ask(ref: ProjectRef, now: number): Promise<ProjectOverview> {
    const { api, webUrl } = createGitLab(this.#integrations, ref.host, {
      timeoutMs: TIMEOUT_MS,
      maxBytes: MOST_BYTES,
    });
    const path = projectPath(ref);
    const newest = (perPage: number) => ({ perPage, maxPages: 1 });
    const problems: OverviewProblem[] = [];
    const read = async <T>(
      part: OverviewProblem['part'],
      ask: () => Promise<T[]>,
    ): Promise<T[]> => {
      try {
        return await ask();
      } catch (error) {
        problems.push({ part, code: problemCode(error) });
        return [];
      }
    };
    const [pipelines, mergeRequests, releases] = await Promise.all([
      read('pipelines', async () =>
        pipelinesOf(await api.Pipelines.all(path, newest(MOST_PIPELINES))),
      ),
      read('mergeRequests', async () =>
        mergeRequestsOf(
          await api.MergeRequests.all({
            projectId: path,
            state: 'opened',
            ...newest(MOST_MERGE_REQUESTS),
          }),
        ),
      ),
      read('releases', async () =>
        releasesOf(await api.ProjectReleases.all(path, newest(MOST_RELEASES))),
      ),
    ]);
    return {
      project: { path, url: `${webUrl}/${path}` },
      pipelines,
      mergeRequests,
      releases,
      problems: problems.sort((a, b) => a.part.localeCompare(b.part)),
      asOf: new Date(now).toISOString(),
    };
  }
}

/** What is no failure of GitLab's is one of ours, and is not hidden in an overview. */
function problemCode(error: unknown): OverviewProblem['code'] {
  if (error instanceof ServiceUnavailableError) return 'away';
  if (error instanceof NotAllowedError) return 'refused';
  if (error instanceof NotFoundError || error instanceof InputError) {
    return 'missing';
  }
  throw error;
}
