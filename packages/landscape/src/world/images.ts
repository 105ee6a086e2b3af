/** What a container does, decided by the end of its image (a digest may follow the tag). */
export type ImageBehaviour =
  | 'healthy'
  | 'slow'
  | 'errors'
  | 'leak'
  | 'crash'
  | 'neverready'
  | 'missing'
  | 'dies';

/** An image reference in its parts, such as `registry.example/shop/order-api:1.4.1-errors@sha256:…`. */
export interface ImageReference {
  /** Host and path, without tag and digest. */
  repository: string;
  tag?: string;
  digest?: string;
  behaviour: ImageBehaviour;
}

const DIGEST = /@(sha256:[0-9a-f]{64})$/;
const ENDING = /-(slow|errors|leak|crash|neverready|missing|dies)$/;

/** Takes an image reference apart. A text without a tag has none; nothing is thrown for odd references. */
export function parseImage(image: string): ImageReference {
  const digest = DIGEST.exec(image)?.[1];
  const named = image.replace(DIGEST, '');
  // A colon before the last slash belongs to the registry's port.
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const repository = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const ending = ENDING.exec(named)?.[1] as ImageBehaviour | undefined;
  return { repository, tag, digest, behaviour: ending ?? 'healthy' };
}

/**
 * How long a container with the ending `-leak` lives until it is killed for using more memory than it may. Its use
 * grows evenly over that time.
 */
export const LEAK_LIFETIME_MS = 6 * 60_000;
