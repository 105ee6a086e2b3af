import { ConflictError, NotFoundError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import {
  createGitLab,
  projectPath,
  type GitLab,
  type GitLabOptions,
  type ProjectRef,
} from '@pilothouse/plugin-gitlab-node';
import * as z from 'zod';
import { writtenByTask } from './taskTrailer';
import type { FileAction, RemoteFile } from './treeChanges';

const COMMITS_EACH = 100;
/** Of them; a task that is tried again is not older than that. */
const MOST_PAGES_OF_COMMITS = 10;
/** Of one branch, that are looked at; newest first. */
const MOST_MERGED = 10;

const project = z.object({
  id: z.number(),
  path_with_namespace: z.string(),
  web_url: z.string(),
  http_url_to_repo: z.string(),
  default_branch: z.string().nullish(),
  empty_repo: z.boolean().optional(),
});
const commit = z.object({
  id: z.string().regex(/^[0-9a-f]{40,64}$/),
  message: z.string().optional(),
});
const visibility = z.enum(['private', 'internal', 'public']);
const group = z.object({ visibility: visibility.optional() });
const tree = z.array(
  z.object({
    id: z.string(),
    path: z.string(),
    type: z.string(),
    mode: z.string(),
  }),
);
const mergeRequest = z.object({
  iid: z.number(),
  web_url: z.string(),
  state: z.string(),
});
const pipeline = z.object({
  id: z.number(),
  status: z.string(),
  web_url: z.string(),
});
const job = z.object({
  name: z.string(),
  status: z.string(),
  web_url: z.string().optional(),
});

export type Visibility = z.infer<typeof visibility>;
export type RepositoryDetails = z.infer<typeof project>;
export type Commit = z.infer<typeof commit>;
export type MergeRequest = z.infer<typeof mergeRequest>;
export type Pipeline = z.infer<typeof pipeline>;
export type Job = z.infer<typeof job>;

/** One project of a GitLab, and what the golden path does with it. What comes back has been checked. */
export class ForgeProject {
  readonly ref: ProjectRef;
  readonly #gitLab: GitLab;

  constructor(
    integrations: Pick<ScmIntegrations, 'gitlab'>,
    ref: ProjectRef,
    options: GitLabOptions,
  ) {
    this.ref = ref;
    this.#gitLab = createGitLab(integrations, ref.host, options);
  }

  get #path(): string {
    return projectPath(this.ref);
  }

  /** Where its files can be read by Backstage, with a slash at the end. */
  contentsUrl(branch: string): string {
    return `${this.#gitLab.webUrl}/${this.#path}/-/blob/${encodeURIComponent(
      branch,
    )}/`;
  }

  /** Where one of its files can be read by Backstage. */
  fileUrl(branch: string, path: string): string {
    return `${this.#gitLab.webUrl}/${this.#path}/-/blob/${encodeURIComponent(
      branch,
    )}/${path}`;
  }

  find(): Promise<RepositoryDetails | undefined> {
    return unlessMissing(async () =>
      project.parse(await this.#gitLab.api.Projects.show(this.#path)),
    );
  }

  /**
   * As visible as its group, where `visibility` does not say otherwise: GitLab takes no project that is more so.
   *
   * @throws ConflictError when somebody was faster; NotFoundError for a group that is not there; InputError when it may
   * not be so visible
   */
  async create(options: {
    description?: string;
    visibility?: Visibility;
    defaultBranch: string;
  }): Promise<RepositoryDetails> {
    const { api } = this.#gitLab;
    const { name } = this.ref;
    const spaceId = await this.checkGroup();
    const wanted = options.visibility ?? (await this.#groupVisibility());
    try {
      return project.parse(
        await api.Projects.create({
          ...options,
          visibility: wanted,
          name,
          path: name,
          namespaceId: spaceId,
        }),
      );
    } catch (error) {
      // GitLab answers 400 with "has already been taken"; whether it is there is the surer question.
      if (await this.find()) {
        throw new ConflictError(`${this.#path} has just been made`, error);
      }
      throw error;
    }
  }

  /** @returns the id of its group's namespace @throws NotFoundError where there is no such group */
  async checkGroup(): Promise<number> {
    const { group: path, host } = this.ref;
    const space = await unlessMissing(() =>
      this.#gitLab.api.Namespaces.show(path),
    );
    if (space) return space.id;
    throw new NotFoundError(
      `GitLab ${host} has no group ${path}, or the portal may not see it`,
    );
  }

  /** Private where it is not known: nobody gets to see more than they were meant to. */
  async #groupVisibility(): Promise<Visibility> {
    const found = await unlessMissing(async () =>
      group.parse(
        await this.#gitLab.api.Groups.show(this.ref.group, {
          withProjects: false,
        }),
      ),
    );
    return found?.visibility ?? 'private';
  }

  /** The latest commit of a branch; `undefined` when there is no such branch. */
  head(branch: string): Promise<Commit | undefined> {
    return unlessMissing(async () => {
      const found = await this.#gitLab.api.Branches.show(this.#path, branch);
      return commit.parse(found.commit);
    });
  }

  /** Whether a commit, or one that it came from, is of the task. */
  async hasCommitOf(taskId: string, sha: string): Promise<boolean> {
    for (let page = 1; page <= MOST_PAGES_OF_COMMITS; page++) {
      const found = z.array(commit).parse(
        await this.#gitLab.api.Commits.all(this.#path, {
          refName: sha,
          perPage: COMMITS_EACH,
          page,
          maxPages: 1,
        }),
      );
      if (found.some(item => writtenByTask(item, taskId))) return true;
      if (found.length < COMMITS_EACH) return false;
    }
    return false;
  }

  async files(ref: string): Promise<RemoteFile[]> {
    const listed = await this.#gitLab.api.Repositories.allRepositoryTrees(
      this.#path,
      { ref, recursive: true, perPage: 100 },
    );
    return tree
      .parse(listed)
      .filter(({ type }) => type === 'blob')
      .map(({ path, id, mode }) => ({
        path,
        blobId: id,
        executable: mode === '100755',
      }));
  }

  /** The text of one file; `undefined` when there is no such file. */
  text(ref: string, path: string): Promise<string | undefined> {
    return unlessMissing(async () => {
      const { api } = this.#gitLab;
      const raw = await api.RepositoryFiles.showRaw(this.#path, path, ref);
      return typeof raw === 'string' ? raw : raw.text();
    });
  }

  /** One commit with all of it, or none. */
  async commit(
    branch: string,
    message: string,
    actions: FileAction[],
    options: {
      startBranch?: string;
      author?: { name: string; email?: string };
    },
  ): Promise<Commit> {
    const { startBranch, author } = options;
    return commit.parse(
      await this.#gitLab.api.Commits.create(
        this.#path,
        branch,
        message,
        actions,
        {
          ...(startBranch && { startBranch }),
          ...(author && { authorName: author.name }),
          ...(author?.email && { authorEmail: author.email }),
        },
      ),
    );
  }

  async openMergeRequest(
    branch: string,
    target: string,
  ): Promise<MergeRequest | undefined> {
    const found = await this.#gitLab.api.MergeRequests.all({
      projectId: this.#path,
      sourceBranch: branch,
      targetBranch: target,
      state: 'opened',
    });
    return z.array(mergeRequest).parse(found).at(0);
  }

  /** The newest merge request of the branch that was merged with a commit of the task in it. */
  async mergedRequestOf(
    taskId: string,
    branch: string,
    target: string,
  ): Promise<MergeRequest | undefined> {
    const { api } = this.#gitLab;
    const merged = z.array(mergeRequest).parse(
      await api.MergeRequests.all({
        projectId: this.#path,
        sourceBranch: branch,
        targetBranch: target,
        state: 'merged',
        perPage: MOST_MERGED,
        maxPages: 1,
      }),
    );
    for (const request of merged) {
      const commits = z.array(commit).parse(
        await api.MergeRequests.allCommits(this.#path, request.iid, {
          perPage: COMMITS_EACH,
          maxPages: 1,
        }),
      );
      if (commits.some(item => writtenByTask(item, taskId))) return request;
    }
    return undefined;
  }

  async createMergeRequest(
    branch: string,
    target: string,
    options: { title: string; description?: string },
  ): Promise<MergeRequest> {
    const { title, description } = options;
    return mergeRequest.parse(
      await this.#gitLab.api.MergeRequests.create(
        this.#path,
        branch,
        target,
        title,
        { ...(description && { description }), removeSourceBranch: true },
      ),
    );
  }

  /** The newest pipeline of a commit. */
  async pipelineOf(sha: string): Promise<Pipeline | undefined> {
    const found = await this.#gitLab.api.Pipelines.all(this.#path, {
      sha,
      perPage: 1,
      maxPages: 1,
    });
    return z.array(pipeline).parse(found).at(0);
  }

  async jobsOf(pipelineId: number): Promise<Job[]> {
    const found = await this.#gitLab.api.Jobs.all(this.#path, {
      pipelineId,
      perPage: 100,
      maxPages: 1,
    });
    return z.array(job).parse(found);
  }
}

async function unlessMissing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
