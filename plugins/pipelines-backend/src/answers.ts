import { ServiceUnavailableError } from '@backstage/errors';
import {
  MOST_MERGE_REQUESTS,
  MOST_PIPELINES,
  MOST_RELEASES,
  pipelineStatusSchema,
  type MergeRequest,
  type Pipeline,
  type ProjectRelease,
} from '@pilothouse/plugin-pipelines-common';
import * as z from 'zod';

/** Titles are written by anybody; a card has room for so much. */
const LONGEST = 200;

const text = z.string().transform(value => value.slice(0, LONGEST));
const time = z.iso.datetime({ offset: true });
/** What is no address of a page is left out, not shown. */
const link = z
  .string()
  .max(2000)
  .regex(/^https?:\/\//)
  .optional()
  .catch(undefined);

const pipeline = z
  .object({
    id: z.number(),
    status: pipelineStatusSchema.catch('unknown'),
    ref: text,
    sha: z.string().regex(/^[0-9a-f]{7,64}$/),
    created_at: time,
    updated_at: time.nullish(),
    web_url: link,
  })
  .transform(
    (answer): Pipeline => ({
      id: answer.id,
      status: answer.status,
      ref: answer.ref.replace(/^refs\/merge-requests\/(\d+)\/\w+$/, '!$1'),
      commit: answer.sha,
      createdAt: answer.created_at,
      updatedAt: answer.updated_at ?? undefined,
      url: answer.web_url,
    }),
  );

const mergeRequest = z
  .object({
    iid: z.number(),
    title: text,
    draft: z.boolean().optional(),
    created_at: time,
    author: z
      .object({ name: text.optional(), username: text.optional() })
      .nullish(),
    web_url: link,
  })
  .transform(
    (answer): MergeRequest => ({
      number: answer.iid,
      // GitLab keeps the mark of a draft in its title too.
      title: answer.draft
        ? answer.title.replace(/^(?:draft|\[draft\]|\(draft\)):?\s*/i, '')
        : answer.title,
      author: answer.author?.name ?? answer.author?.username,
      draft: answer.draft ?? false,
      createdAt: answer.created_at,
      url: answer.web_url,
    }),
  );

const release = z
  .object({
    tag_name: text,
    name: text.nullish(),
    released_at: time,
    _links: z.object({ self: link }).nullish(),
  })
  .transform(
    (answer): ProjectRelease => ({
      tag: answer.tag_name,
      name: answer.name || answer.tag_name,
      releasedAt: answer.released_at,
      url: answer._links?.self,
    }),
  );

/** What of GitLab's list of pipelines is used, checked. @throws ServiceUnavailableError */
export function pipelinesOf(answer: unknown): Pipeline[] {
  return listOf(pipeline, answer).slice(0, MOST_PIPELINES);
}

/** @throws ServiceUnavailableError */
export function mergeRequestsOf(answer: unknown): MergeRequest[] {
  return listOf(mergeRequest, answer).slice(0, MOST_MERGE_REQUESTS);
}

/** @throws ServiceUnavailableError */
export function releasesOf(answer: unknown): ProjectRelease[] {
  return listOf(release, answer).slice(0, MOST_RELEASES);
}

function listOf<T>(schema: z.ZodType<T>, answer: unknown): T[] {
  const result = z.array(schema).safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ServiceUnavailableError(
    `GitLab's answer is not as expected at ${issue.path.join('.')}`,
  );
}
