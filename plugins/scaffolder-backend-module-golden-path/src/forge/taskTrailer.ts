import type { Commit } from './ForgeProject';

const TRAILER = 'Portal-Task';

/** Stands below a commit's message, and says which run of a template made it: `Portal-Task: <id>`. */
export function taskTrailer(taskId: string): string {
  return `${TRAILER}: ${taskId}`;
}

/** Whether the commit is of an earlier try of the same task. */
export function writtenByTask(commit: Commit, taskId: string): boolean {
  return (commit.message ?? '')
    .split('\n')
    .some(line => line.trim() === taskTrailer(taskId));
}
