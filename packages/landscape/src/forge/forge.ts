import { findService } from '../world/services';
import type { Clock } from '../clock';
import type { FileChange } from './git/commit-files';
import { commitFiles } from './git/commit-files';
import { GitFailure } from './git/git';
import type { Ref } from './git/repository';
import { badRequest } from './http';
import type { MergeRequest, Pipeline, PipelineSource, Project } from './model';
import { userOf } from './people';
import type { Runner } from './runner/runner';
import type { ForgeStore } from './store';

/** A branch or a tag that has moved. */
export interface RefUpdate {
  kind: Ref['kind'];
  name: string;
  from?: string;
  to?: string;
}

/** What happens on a forge when something is pushed, whichever way it came. */
export class Forge {
  readonly clock: Clock;
  /** Without a slash at the end. */
  readonly url: string;
  readonly store: ForgeStore;
  readonly runner: Runner;

  constructor(options: {
    clock: Clock;
    url: string;
    store: ForgeStore;
    runner: Runner;
  }) {
    this.clock = options.clock;
    this.url = options.url;
    this.store = options.store;
    this.runner = options.runner;
  }

  /** Whether a service is a project that somebody has made, or taken up again, since the landscape is there. */
  hasNew(service: string): boolean {
    return (
      !findService(service) &&
      this.store
        .projects()
        .some(({ path, pristine }) => path === service && !pristine)
    );
  }

  /**
   * Writes a commit on a branch, as the commits API does.
   *
   * @throws ForgeRefusal 400 when the branch has moved meanwhile
   */
  async commit(
    project: Project,
    commit: {
      branch: string;
      parent?: string;
      message: string;
      changes: readonly FileChange[];
      user: string;
      author?: { name?: string; email?: string };
    },
  ): Promise<string> {
    const { branch, parent, message, changes, user, author } = commit;
    const { name, email } = userOf(user);
    const repository = this.store.repository(project);
    const before = await repository.branch(branch);
    let sha: string;
    try {
      [sha] = await commitFiles(repository, [
        {
          branch,
          parent,
          message,
          changes,
          author: {
            name: author?.name ?? name,
            email: author?.email ?? email,
            time: this.clock.now(),
          },
        },
      ]);
    } catch (error) {
      if (!(error instanceof GitFailure)) throw error;
      throw badRequest('The branch has changed. Refresh it and try again.');
    }
    await this.pushed(
      project,
      [{ kind: 'branch', name: branch, from: before, to: sha }],
      user,
    );
    return sha;
  }

  /** Does what follows from a push: open merge requests go along, and the runner begins to work. */
  async pushed(
    project: Project,
    updates: readonly RefUpdate[],
    user: string,
    source: PipelineSource = 'push',
  ): Promise<Pipeline[]> {
    const now = this.clock.now();
    project.lastActivityAt = now;
    const pipelines: Pipeline[] = [];
    for (const { kind, name, from, to } of updates) {
      if (!to || kind === 'tag') continue;
      const isDefault = name === project.defaultBranch;
      if (isDefault && !from) protect(project, name, now);
      const requests = this.#followBranch(project, name, to, now);
      const refs = isDefault ? [name] : requests.map(headOf);
      for (const ref of refs) {
        const made = await this.runner.start(project, {
          ref,
          sha: to,
          user,
          source: isDefault ? source : 'merge_request_event',
        });
        if (made) pipelines.push(made);
      }
    }
    this.store.save(project);
    return pipelines;
  }

  /** The open merge requests from a branch, which go along with it. */
  #followBranch(
    project: Project,
    name: string,
    sha: string,
    now: number,
  ): MergeRequest[] {
    const open = project.mergeRequests.filter(
      item => item.state === 'opened' && item.sourceBranch === name,
    );
    for (const item of open) {
      item.sha = sha;
      item.updatedAt = now;
    }
    return open;
  }
}

/** Where the pipelines of a merge request belong. */
export function headOf({ iid }: MergeRequest): string {
  return `refs/merge-requests/${iid}/head`;
}

function protect(
  { protectedBranches }: Project,
  name: string,
  createdAt: number,
): void {
  if (protectedBranches.some(item => item.name === name)) return;
  protectedBranches.push({ name, allowForcePush: false, createdAt });
}
