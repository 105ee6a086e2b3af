import { createHash } from 'node:crypto';
import * as z from 'zod';
import {
  digestSchema,
  MANIFEST_TYPES,
  parseImageConfig,
  parseManifest,
  type Descriptor,
  type ImageConfig,
  type Manifest,
} from './manifest';
import type { RegistryConfig } from './readRegistries';
import { RegistryError } from './RegistryError';
import { RegistryHttp } from './RegistryHttp';
import type { Surroundings } from './surroundings';

/** The largest that registries themselves take. */
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
const MAX_CONFIG_BYTES = 1024 * 1024;
const MAX_TAGS_BYTES = 1024 * 1024;
const MOST_TAGS = 1_000;
const TAGS_A_PAGE = 200;
/** Registries may give fewer tags at a time than they are asked for. */
const MOST_PAGES = 25;

/** Names and tags as the specification has them; nothing else can be in a registry, or becomes part of a path. */
const REPOSITORY =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const LONGEST_REPOSITORY = 255;
const TAG = /^\w[\w.-]{0,127}$/;

const ACCEPT = MANIFEST_TYPES.join(', ');

const tagsSchema = z.object({
  // `null` where all tags have been removed.
  tags: z.array(z.unknown()).nullish(),
});

export interface FetchedManifest {
  /** Of the very bytes that came. */
  digest: string;
  mediaType: string;
  sizeBytes: number;
  /** Missing for a kind that is not understood. */
  manifest?: Manifest;
}

/**
 * One registry that speaks the OCI distribution API v2, which is Docker's. Only reads. What it answers is not believed
 * where it can be checked: bytes have to have the digest by which they were asked for.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export class OciRegistry {
  readonly host: string;
  readonly #http: RegistryHttp;

  constructor(config: RegistryConfig, surroundings: Surroundings) {
    this.host = config.host;
    this.#http = new RegistryHttp(config, surroundings);
  }

  /**
   * The tags of a repository in the order of the registry, at most 1,000.
   *
   * @returns `more` when there are more, or may be
   * @throws RegistryError
   */
  async tags(
    repository: string,
    signal?: AbortSignal,
  ): Promise<{ tags: string[]; more: boolean }> {
    this.#check(repository);
    const tags = new Set<string>();
    let query: string | undefined = `?n=${TAGS_A_PAGE}`;
    for (let page = 0; page < MOST_PAGES && query !== undefined; page += 1) {
      const known: number = tags.size;
      const { headers, body } = await this.#http.get({
        path: `/v2/${repository}/tags/list${query}`,
        repository,
        maxBytes: MAX_TAGS_BYTES,
        signal,
      });
      for (const tag of this.#tagsIn(body)) {
        if (tags.size === MOST_TAGS) return { tags: [...tags], more: true };
        tags.add(tag);
      }
      const next = nextQuery(headers.link);
      // A registry that goes on without end must not make us do so.
      if (next !== undefined && tags.size === known) break;
      query = next;
    }
    return { tags: [...tags], more: query !== undefined };
  }

  /**
   * The digest that a tag has now, by the word of the registry.
   *
   * @returns `undefined` where it does not say
   * @throws RegistryError
   */
  async digestOf(
    repository: string,
    tag: string,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    this.#check(repository, tag);
    const { headers } = await this.#http.get({
      method: 'HEAD',
      path: `/v2/${repository}/manifests/${tag}`,
      accept: ACCEPT,
      repository,
      maxBytes: MAX_MANIFEST_BYTES,
      signal,
    });
    return digestSchema.safeParse(headers['docker-content-digest']).data;
  }

  /**
   * @param reference - a tag or a digest
   * @throws RegistryError
   */
  async manifest(
    repository: string,
    reference: string,
    signal?: AbortSignal,
  ): Promise<FetchedManifest> {
    this.#check(repository, reference);
    const { headers, body } = await this.#http.get({
      path: `/v2/${repository}/manifests/${reference}`,
      accept: ACCEPT,
      repository,
      maxBytes: MAX_MANIFEST_BYTES,
      signal,
    });
    const said = headers['docker-content-digest'];
    const digest = this.#verified(body, [
      ...(reference.includes(':') ? [reference] : []),
      // Of another algorithm than ours is no contradiction.
      ...(said?.startsWith('sha256:') ? [said] : []),
    ]);
    const manifest = parseManifest(body);
    if (!manifest && !isJson(body)) {
      throw this.#invalid(`answers something else than a manifest`);
    }
    return {
      digest,
      mediaType: (headers['content-type'] ?? '').split(';')[0].slice(0, 255),
      sizeBytes: body.length,
      ...(manifest && { manifest }),
    };
  }

  /**
   * What an image says about itself.
   *
   * @returns `undefined` for something that is no configuration of an image
   * @throws RegistryError
   */
  async imageConfig(
    repository: string,
    { digest, size }: Descriptor,
    signal?: AbortSignal,
  ): Promise<ImageConfig | undefined> {
    this.#check(repository, digest);
    if (size > MAX_CONFIG_BYTES) return undefined;
    const { body } = await this.#http.get({
      path: `/v2/${repository}/blobs/${digest}`,
      repository,
      maxBytes: size,
      redirect: true,
      signal,
    });
    this.#verified(body, [digest]);
    return parseImageConfig(body);
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  #check(repository: string, reference?: string): void {
    const fits =
      repository.length <= LONGEST_REPOSITORY &&
      REPOSITORY.test(repository) &&
      (reference === undefined ||
        TAG.test(reference) ||
        digestSchema.safeParse(reference).success);
    if (fits) return;
    throw new RegistryError(
      'missing',
      `No registry can have such a name, tag or digest: ${repository.slice(
        0,
        LONGEST_REPOSITORY,
      )} ${(reference ?? '').slice(0, 128)}`.trim(),
    );
  }

  #tagsIn(body: Buffer): string[] {
    const answer = tagsSchema.safeParse(parseJson(body));
    if (!answer.success) throw this.#invalid('answers no list of tags');
    const tags = answer.data.tags ?? [];
    return tags.filter(
      (tag): tag is string => typeof tag === 'string' && TAG.test(tag),
    );
  }

  #verified(body: Buffer, wanted: readonly string[]): string {
    const hex = createHash('sha256').update(body).digest('hex');
    const digest = `sha256:${hex}`;
    if (wanted.every(item => item === digest)) return digest;
    throw this.#invalid('answers other bytes than the digest stands for');
  }

  #invalid(what: string): RegistryError {
    return new RegistryError('invalid', `The registry ${this.host} ${what}`);
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function isJson(body: Buffer): boolean {
  const value = parseJson(body);
  return typeof value === 'object' && value !== null;
}

/** Only the query of the header `Link`: behind a proxy, its host and path are those of somebody else. */
function nextQuery(link: string | undefined): string | undefined {
  const [, target] =
    /<([^<>]{1,2000})>\s*;[^,]*\brel="?next"?/i.exec(link ?? '') ?? [];
  const url =
    target === undefined ? null : URL.parse(target, 'http://registry');
  return url?.search || undefined;
}
