import type { Content, ImageContent } from './image-content';

interface Repository {
  /** Digests by tag. */
  tags: Map<string, string>;
  /** By digest. */
  manifests: Map<string, Content>;
  blobs: Map<string, Content>;
  /** Sizes by digest of what is named without being there. */
  layers: Map<string, number>;
}

/** What stands in the company's registry: repositories, with their tags and bytes. */
export class ImageShelf {
  readonly #repositories = new Map<string, Repository>();

  /** In the order of the alphabet. */
  repositories(): string[] {
    return [...this.#repositories.keys()].sort();
  }

  /** The tags in the order of the alphabet; `undefined` where there is no such repository. */
  tags(repository: string): string[] | undefined {
    const found = this.#repositories.get(repository);
    return found && [...found.tags.keys()].sort();
  }

  /** @param reference - a tag or a digest */
  manifest(repository: string, reference: string): Content | undefined {
    const found = this.#repositories.get(repository);
    const digest = found?.tags.get(reference) ?? reference;
    return found?.manifests.get(digest);
  }

  blob(repository: string, digest: string): Content | undefined {
    return this.#repositories.get(repository)?.blobs.get(digest);
  }

  /** The size of something that a manifest may name. */
  sizeOf(repository: string, digest: string): number | undefined {
    return (
      this.blob(repository, digest)?.body.length ??
      this.#repositories.get(repository)?.layers.get(digest)
    );
  }

  putManifest(repository: string, manifest: Content, tag?: string): void {
    const { manifests, tags } = this.#open(repository);
    manifests.set(manifest.digest, manifest);
    if (tag !== undefined) tags.set(tag, manifest.digest);
  }

  putBlob(repository: string, blob: Content): void {
    this.#open(repository).blobs.set(blob.digest, blob);
  }

  /** Puts an image with all its parts under a tag. */
  putImage(repository: string, tag: string, image: ImageContent): void {
    const { layers } = this.#open(repository);
    for (const { digest, size } of image.layers) layers.set(digest, size);
    for (const config of image.configs) this.putBlob(repository, config);
    for (const manifest of image.manifests) {
      this.putManifest(repository, manifest);
    }
    this.putManifest(repository, image.index, tag);
  }

  #open(name: string): Repository {
    let repository = this.#repositories.get(name);
    if (!repository) {
      repository = {
        tags: new Map(),
        manifests: new Map(),
        blobs: new Map(),
        layers: new Map(),
      };
      this.#repositories.set(name, repository);
    }
    return repository;
  }
}
