import {
  parseImage,
  type ImageList,
  type ImageTag,
  type Message,
} from '@pilothouse/plugin-release-common';
import { BoundedCache } from './BoundedCache';
import { orderTags } from './orderTags';
import { readImage, type ResolvedImage } from './readImage';
import {
  locationOf,
  type ConfiguredRegistry,
  type Registries,
} from './Registries';
import { isMissing, RegistryError } from './RegistryError';
import { SharedWork } from './SharedWork';
import type { Surroundings } from './surroundings';

const KEEP_LIST_MS = 30_000;
/** A list that lacks something is asked for again soon. */
const KEEP_PARTIAL_MS = 3_000;
const MOST_SHOWN = 200;
/** Tags of which more than the name is found out. */
const DETAILED = 30;
const AT_ONCE = 6;

type Listed = Omit<ImageList, 'now'>;

interface Tags {
  /** Newest first. */
  tags: ImageTag[];
  /** There are more than were read. */
  more: boolean;
  complete: boolean;
}

/** Tells which images there are to choose from. */
export class ImageService {
  readonly #registries: Registries;
  readonly #clock: () => number;
  readonly #timeoutMs: number;
  readonly #lists: BoundedCache<Listed>;
  readonly #listing = new SharedWork<Listed>();
  /** By digest, which stands for the same bytes for ever. */
  readonly #images: BoundedCache<ResolvedImage>;

  constructor(registries: Registries, surroundings: Surroundings) {
    const { clock } = surroundings;
    this.#registries = registries;
    this.#clock = clock;
    this.#timeoutMs = surroundings.listTimeoutMs;
    this.#lists = new BoundedCache({ size: 500, keepMs: KEEP_LIST_MS, clock });
    this.#images = new BoundedCache({
      size: 10_000,
      keepMs: Infinity,
      clock,
    });
  }

  /**
   * The tags of the repository that an image comes from, newest first.
   *
   * @param request - `reference`: an image as it stands in a container. `cluster`: that pulls it, where clusters have
   * registries of their own.
   * @throws the reason of the signal, once it is aborted
   */
  async list(request: {
    reference: string;
    cluster?: string;
    signal?: AbortSignal;
  }): Promise<ImageList> {
    const image = parseImage(request.reference);
    const { host, repository } = locationOf(image);
    const registry = this.#registries.find(host, request.cluster);
    const now = new Date(this.#clock()).toISOString();
    const name = `${host}/${repository}`;
    if (!registry) {
      return { ...nothing(name, 'no-registry', host), now };
    }
    const key = JSON.stringify([registry.id, repository]);
    const listed =
      this.#lists.get(key) ??
      (await this.#listing.do(
        key,
        () => this.#list(registry, name, repository, key),
        request.signal,
      ));
    return { ...listed, now };
  }

  async #list(
    registry: ConfiguredRegistry,
    name: string,
    repository: string,
    key: string,
  ): Promise<Listed> {
    const limit = AbortSignal.timeout(this.#timeoutMs);
    try {
      const { tags, more, complete } = registry.harbor
        ? {
            ...(await registry.harbor.tags(repository, limit)),
            complete: true,
          }
        : await this.#tags(registry, repository, limit);
      const shown = tags.slice(0, MOST_SHOWN);
      const total = tags.length;
      const cut = more || shown.length < total;
      const listed: Listed = {
        repository: name,
        tags: shown,
        total,
        problems: cut
          ? [{ code: 'cut', params: { shown: shown.length, total } }]
          : [],
      };
      this.#lists.set(key, listed, complete ? KEEP_LIST_MS : KEEP_PARTIAL_MS);
      return listed;
    } catch (error) {
      if (!(error instanceof RegistryError) && !limit.aborted) throw error;
      if (isMissing(error)) {
        return { repository: name, tags: [], total: 0, problems: [] };
      }
      const refuses =
        error instanceof RegistryError && error.failure === 'refuses';
      const listed = nothing(
        name,
        refuses ? 'registry-refuses' : 'registry-away',
        registry.oci.host,
      );
      this.#lists.set(key, listed, KEEP_PARTIAL_MS);
      return listed;
    }
  }

  /** Names come in any order: those that look newest are found out about, and put in the order of their age. */
  async #tags(
    registry: ConfiguredRegistry,
    repository: string,
    limit: AbortSignal,
  ): Promise<Tags> {
    const { tags: names, more } = await registry.oci.tags(repository, limit);
    const ordered = orderTags(names);
    const details = await this.#details(
      registry,
      repository,
      ordered.slice(0, DETAILED),
      limit,
    );
    const tags = ordered.map(tag => tagOf(tag, details.get(tag)));
    const dated = tags
      .filter(({ pushedAt }) => pushedAt)
      .sort((a, b) => (b.pushedAt ?? '').localeCompare(a.pushedAt ?? ''));
    return {
      tags: [...dated, ...tags.filter(({ pushedAt }) => !pushedAt)],
      more,
      complete: details.size === Math.min(ordered.length, DETAILED),
    };
  }

  /** A few at a time, until all are there or the time is over. */
  async #details(
    registry: ConfiguredRegistry,
    repository: string,
    tags: readonly string[],
    limit: AbortSignal,
  ): Promise<Map<string, ResolvedImage>> {
    const details = new Map<string, ResolvedImage>();
    const waiting = tags.values();
    const work = async () => {
      for (const tag of waiting) {
        if (limit.aborted) return;
        const image = await this.#detail(registry, repository, tag, limit);
        if (image) details.set(tag, image);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return details;
  }

  /** @returns `undefined` where it could not be found out */
  async #detail(
    { oci }: ConfiguredRegistry,
    repository: string,
    tag: string,
    limit: AbortSignal,
  ): Promise<ResolvedImage | undefined> {
    try {
      // Costs little where the image is known already; registries that count pulls do not count it.
      const digest = await oci.digestOf(repository, tag, limit);
      const known = digest && this.#images.get(digest);
      if (known) return known;
      const { image, complete } = await readImage(oci, repository, tag, limit);
      if (complete) this.#images.set(image.digest, image);
      return image;
    } catch (error) {
      if (error instanceof RegistryError || limit.aborted) return undefined;
      throw error;
    }
  }
}

function tagOf(tag: string, image: ResolvedImage | undefined): ImageTag {
  const { digest, createdAt, sizeBytes, platforms = [] } = image ?? {};
  return {
    tag,
    ...(digest && { digest }),
    ...(createdAt && { pushedAt: createdAt }),
    ...(sizeBytes !== undefined && { sizeBytes }),
    platforms,
  };
}

function nothing(
  repository: string,
  code: Message['code'],
  host: string,
): Listed {
  return {
    repository,
    tags: [],
    total: 0,
    problems: [{ code, params: { host } }],
  };
}
