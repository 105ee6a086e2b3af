import type { ImageTag } from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import { digestSchema, instantOf, platformName } from './manifest';
import type { RegistryConfig } from './readRegistries';
import { RegistryError } from './RegistryError';
import { RegistryHttp } from './RegistryHttp';
import type { Surroundings } from './surroundings';

const ARTIFACTS = 100;
const MAX_BYTES = 4 * 1024 * 1024;
/** As many of the last replications are looked at, each with a request of its own. */
const EXECUTIONS = 8;
const TASKS = 50;
/** How long nobody asks again for what needs a right that the account does not have. */
const FORBIDDEN_FOR_MS = 10 * 60_000;

const word = z.string().max(128).optional().catch(undefined);
const platform = z
  .object({ os: word, architecture: word, variant: word })
  .nullish()
  .catch(undefined);
const bytes = z.number().int().nonnegative().optional().catch(undefined);

const artifactSchema = z.object({
  digest: digestSchema,
  push_time: word,
  size: bytes,
  extra_attrs: platform,
  references: z.array(z.object({ platform })).nullish().catch(undefined),
  tags: z
    .array(
      z.object({
        name: z.string().regex(/^\w[\w.-]{0,127}$/),
        push_time: word,
      }),
    )
    .nullish()
    .catch(undefined),
});
const artifactsSchema = z.array(artifactSchema).max(ARTIFACTS);

const executionsSchema = z
  .array(z.object({ id: z.number().int().nonnegative() }))
  .max(EXECUTIONS);
const tasksSchema = z
  .array(
    z.object({
      src_resource: z.string().max(10_000).optional().catch(undefined),
      status: word,
    }),
  )
  .max(TASKS);

type Replication = NonNullable<ImageTag['replication']>;

const REPLICATION: Record<string, Replication> = {
  Succeed: 'done',
  Succeeded: 'done',
  InProgress: 'running',
  Pending: 'running',
  Running: 'running',
  Failed: 'failed',
  Stopped: 'failed',
};

/**
 * What Harbor knows beyond the distribution API: when a tag was pushed, in one request, and whether it has come to the
 * other registries, when the account may see replications.
 *
 * @see https://github.com/goharbor/harbor/blob/main/api/v2.0/swagger.yaml
 */
export class HarborRegistry {
  readonly #host: string;
  readonly #http: RegistryHttp;
  readonly #clock: () => number;
  #forbiddenUntil = 0;

  /** @param url - of Harbor, above `/api/v2.0` */
  constructor(config: RegistryConfig, url: string, surroundings: Surroundings) {
    this.#host = config.host;
    this.#http = new RegistryHttp({ ...config, url }, surroundings, {
      basic: true,
    });
    this.#clock = surroundings.clock;
  }

  /**
   * The tags of the artifacts that were pushed last, newest first.
   *
   * @returns `total`: of the artifacts, which may have several tags or none
   * @throws RegistryError
   */
  async tags(
    repository: string,
    signal?: AbortSignal,
  ): Promise<{ tags: ImageTag[]; more: boolean }> {
    const [project, ...rest] = repository.split('/');
    // Harbor wants the slashes within a name encoded twice.
    const name = encodeURIComponent(encodeURIComponent(rest.join('/')));
    const path = `/api/v2.0/projects/${encodeURIComponent(
      project,
    )}/repositories/${name}/artifacts`;
    const [answer, replications] = await Promise.all([
      this.#http.get({
        path: `${path}?with_tag=true&sort=-push_time&page=1&page_size=${ARTIFACTS}`,
        repository,
        maxBytes: MAX_BYTES,
        signal,
      }),
      this.#replications(repository, signal),
    ]);
    const artifacts = this.#parsed(artifactsSchema, answer.body);
    const tags = artifacts
      .flatMap(artifact =>
        (artifact.tags ?? []).map(tag =>
          tagOf(artifact, tag, replications.get(tag.name)),
        ),
      )
      .sort((a, b) => (b.pushedAt ?? '').localeCompare(a.pushedAt ?? ''));
    const total = Number(answer.headers['x-total-count'] ?? 0);
    return { tags, more: total > artifacts.length };
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  /** The last state by tag. Nothing where it is not to be had: the tags are worth showing without it. */
  async #replications(
    repository: string,
    signal: AbortSignal | undefined,
  ): Promise<Map<string, Replication>> {
    const states = new Map<string, Replication>();
    if (this.#clock() < this.#forbiddenUntil) return states;
    const read = async <T>(schema: z.ZodType<T>, path: string) => {
      const { body } = await this.#http.get({
        path: `/api/v2.0/replication/executions${path}`,
        repository,
        maxBytes: MAX_BYTES,
        signal,
      });
      return this.#parsed(schema, body);
    };
    try {
      const executions = await read(
        executionsSchema,
        `?sort=-start_time&page=1&page_size=${EXECUTIONS}`,
      );
      const tasks = await Promise.all(
        executions.map(({ id }) =>
          read(tasksSchema, `/${id}/tasks?page=1&page_size=${TASKS}`),
        ),
      );
      // The newest last, so that it is what remains.
      for (const { src_resource, status } of tasks.toReversed().flat()) {
        const state = REPLICATION[status ?? ''];
        for (const tag of tagsIn(src_resource, repository)) {
          if (state) states.set(tag, state);
        }
      }
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      if (error.failure === 'refuses') {
        this.#forbiddenUntil = this.#clock() + FORBIDDEN_FOR_MS;
      }
    }
    return states;
  }

  #parsed<T>(schema: z.ZodType<T>, body: Buffer): T {
    try {
      return schema.parse(JSON.parse(body.toString()));
    } catch (cause) {
      throw new RegistryError(
        'invalid',
        `${
          this.#host
        } does not answer as Harbor does; is release.registries[].harbor right?`,
        { cause },
      );
    }
  }
}

function tagOf(
  artifact: z.infer<typeof artifactSchema>,
  tag: { name: string; push_time?: string },
  replication: Replication | undefined,
): ImageTag {
  const pushedAt = instantOf(tag.push_time) ?? instantOf(artifact.push_time);
  const references = artifact.references ?? [];
  const platforms = [
    artifact.extra_attrs,
    ...references.map(reference => reference.platform),
  ].flatMap(item => platformName(item ?? undefined) ?? []);
  return {
    tag: tag.name,
    digest: artifact.digest,
    ...(pushedAt && { pushedAt }),
    // Of an index, Harbor counts all platforms together.
    ...(artifact.size !== undefined &&
      references.length === 0 && { sizeBytes: artifact.size }),
    platforms: [...new Set(platforms)].slice(0, 20),
    ...(replication && { replication }),
  };
}

/** `order/order-api:[1.4.1,1.4.2]`, or `order/order-api:1.4.1` */
function tagsIn(resource: string | undefined, repository: string): string[] {
  const start = `${repository}:`;
  if (!resource?.startsWith(start)) return [];
  return resource
    .slice(start.length)
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map(tag => tag.trim());
}
