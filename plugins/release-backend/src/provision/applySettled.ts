import { isDeepStrictEqual } from 'node:util';
import type {
  Cluster,
  WritableKind,
  WriteOutcome,
} from '@pilothouse/plugin-clusters-node';
import { recordAt, type Json } from './manifests/reading';
import { readIfThere, seenOf } from './readIfThere';

/** Controllers write to a Deployment all the time while its pods come; each of their writes is a new version. */
const MOST_ATTEMPTS = 5;

export type Applied =
  | { status: 'created' | 'changed' | 'unchanged'; object: Json }
  /** `owned` by others, or not done for another reason. */
  | {
      status: 'not-done';
      outcome: Exclude<WriteOutcome<Json>, { outcome: 'done' }>;
    };

export interface ApplyRequestOptions {
  fieldManager: string;
  dryRun?: boolean;
  /**
   * What is to be applied onto the object as it is now; `undefined` for what is not there. Thrown errors end it.
   */
  bodyOf(live: Json | undefined): Json;
}

/**
 * Applies an object to what is there, as it was seen; where somebody else was faster it looks again. Server-side apply
 * says the same thing twice without harm, so that a lost answer is asked for by trying once more.
 */
export async function applySettled(
  cluster: Cluster,
  kind: WritableKind,
  target: { namespace: string; name: string },
  { fieldManager, dryRun, bodyOf }: ApplyRequestOptions,
): Promise<Applied> {
  for (let attempt = 1; ; attempt++) {
    const live = await readIfThere(cluster, kind, target);
    const outcome = await cluster.apply<Json>(kind, bodyOf(live), {
      fieldManager,
      dryRun,
      ...(live && { precondition: seenOf(live) }),
    });
    if (outcome.outcome === 'done') {
      const { object } = outcome;
      if (!live) return { status: 'created', object };
      return { status: isSame(live, object) ? 'unchanged' : 'changed', object };
    }
    const isOwned =
      outcome.outcome === 'conflict' && outcome.reason === 'owned';
    if (isOwned || dryRun || attempt === MOST_ATTEMPTS) {
      return { status: 'not-done', outcome };
    }
  }
}

/** Whether an object says the same as before: versions change with who owns a field, too. */
function isSame(before: Json, after: Json): boolean {
  return isDeepStrictEqual(contentOf(before), contentOf(after));
}

function contentOf(object: Json): unknown {
  const { metadata, status: _, ...rest } = object;
  const { labels = {}, annotations = {} } = recordAt({ metadata }, 'metadata');
  return { ...rest, labels, annotations };
}
