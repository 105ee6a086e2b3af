import type { Repository } from './git/repository';
import type { MergeRequest } from './model';

/** From where the source branch left the target to its head. */
export async function rangeOf(
  repository: Repository,
  { targetBranch, sha, baseSha }: MergeRequest,
): Promise<{ base: string; head: string }> {
  const target = await repository.branch(targetBranch);
  const base = baseSha ?? (target && (await repository.mergeBase(target, sha)));
  return { base: base ?? sha, head: sha };
}
