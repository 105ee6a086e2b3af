import { parseImage } from '@pilothouse/plugin-release-common';
import { readImage, type ResolvedImage } from './readImage';
import { locationOf, type Registries } from './Registries';
import { isMissing, RegistryError } from './RegistryError';
import type { Surroundings } from './surroundings';

export type { ResolvedImage } from './readImage';

/**
 * - `missing`: the registry says that there is no such image
 * - `unknown`: the registry could not be asked
 * - `no-registry`: none is configured that serves its host
 */
export type ImageProblem = 'missing' | 'unknown' | 'no-registry';

export type ImageResolution =
  | ({ found: true } & ResolvedImage)
  | { found: false; problem: ImageProblem; message: string };

/** A message holds names from outside. */
const LONGEST_MESSAGE = 500;

/** Finds out what an image reference stands for. */
export class ImageResolver {
  readonly #registries: Registries;
  readonly #timeoutMs: number;

  constructor(registries: Registries, surroundings: Surroundings) {
    this.#registries = registries;
    this.#timeoutMs = surroundings.resolveTimeoutMs;
  }

  /**
   * Asks the registry, each time: a tag may have moved, and an image may have gone.
   *
   * @param request - `reference`: as it stands in a container; one without tag and digest is `latest`. `cluster`: that
   * pulls it, where clusters have registries of their own.
   * @throws the reason of the signal, once it is aborted
   */
  async resolve(request: {
    reference: string;
    cluster?: string;
    signal?: AbortSignal;
  }): Promise<ImageResolution> {
    const { cluster, signal: left } = request;
    const parsed = parseImage(request.reference);
    const { host, repository } = locationOf(parsed);
    const registry = this.#registries.find(host, cluster);
    if (!registry) {
      return notFound('no-registry', `No registry is configured for ${host}`);
    }
    const wanted = parsed.digest ?? parsed.tag ?? 'latest';
    const limit = AbortSignal.timeout(this.#timeoutMs);
    try {
      const signal = left ? AbortSignal.any([left, limit]) : limit;
      const { image } = await readImage(
        registry.oci,
        repository,
        wanted,
        signal,
      );
      return { found: true, ...image };
    } catch (error) {
      left?.throwIfAborted();
      if (isMissing(error)) {
        return notFound(
          'missing',
          `The registry ${host} has no ${repository}:${wanted}`,
        );
      }
      if (error instanceof RegistryError) {
        return notFound('unknown', error.message);
      }
      if (!limit.aborted) throw error;
      return notFound(
        'unknown',
        `The registry ${host} takes longer than ${this.#timeoutMs / 1000} s`,
      );
    }
  }
}

function notFound(problem: ImageProblem, message: string): ImageResolution {
  return { found: false, problem, message: message.slice(0, LONGEST_MESSAGE) };
}
