import {
  instantOf,
  platformName,
  platformsOf,
  typicalImage,
  type Manifest,
} from './manifest';
import type { FetchedManifest, OciRegistry } from './OciRegistry';
import { RegistryError } from './RegistryError';

/** What a registry knows of an image. */
export interface ResolvedImage {
  /** `sha256:…` of the manifest, or of the index where it has one. */
  digest: string;
  mediaType: string;
  /** `linux/amd64`; empty where it is not known. */
  platforms: string[];
  /** Compressed, of one platform. */
  sizeBytes?: number;
  /** When the image was made, by its own word. ISO 8601 */
  createdAt?: string;
}

export interface ReadImage {
  image: ResolvedImage;
  /** Nothing failed on the way: asking again would bring no more. */
  complete: boolean;
}

/**
 * Reads an image by tag or digest: its manifest, and what that leads to. Only the first has to succeed.
 *
 * @throws RegistryError
 */
export async function readImage(
  registry: OciRegistry,
  repository: string,
  reference: string,
  signal?: AbortSignal,
): Promise<ReadImage> {
  const top = await registry.manifest(repository, reference, signal);
  const { digest, mediaType } = top;
  const known = { digest, mediaType, platforms: platformsIn(top.manifest) };
  try {
    const single = await singleOf(registry, repository, top, signal);
    if (!single) return { image: known, complete: true };
    const config = await registry.imageConfig(
      repository,
      single.config,
      signal,
    );
    const platform = platformName(config);
    const createdAt =
      instantOf(config?.created) ??
      instantOf(single.created) ??
      instantOf(top.manifest?.created);
    return {
      image: {
        ...known,
        platforms:
          known.platforms.length === 0 && platform
            ? [platform]
            : known.platforms,
        sizeBytes: single.sizeBytes,
        ...(createdAt && { createdAt }),
      },
      complete: true,
    };
  } catch (error) {
    if (!(error instanceof RegistryError) && !signal?.aborted) throw error;
    return { image: known, complete: false };
  }
}

function platformsIn(manifest: Manifest | undefined): string[] {
  return manifest?.kind === 'index' ? platformsOf(manifest) : [];
}

async function singleOf(
  registry: OciRegistry,
  repository: string,
  { manifest }: FetchedManifest,
  signal: AbortSignal | undefined,
) {
  if (manifest?.kind !== 'index') return manifest;
  const typical = typicalImage(manifest);
  if (!typical) return undefined;
  const { manifest: child } = await registry.manifest(
    repository,
    typical.digest,
    signal,
  );
  // An index in an index is allowed, and nobody makes one.
  return child?.kind === 'image' ? child : undefined;
}
