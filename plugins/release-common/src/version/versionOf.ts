import type { Image } from '../model/workload';

/** As many digits as git and docker show of a digest. */
const SHORT_DIGEST = 12;

/** The digest without its algorithm, short enough to be read aloud: `2e0228e7b47f`. */
export function shortDigest(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1).slice(0, SHORT_DIGEST);
}

/**
 * What people call the version of an image: its tag, or else its short digest. An image with neither is what every
 * runtime takes it for: `latest`.
 */
export function versionOf(image: Pick<Image, 'tag' | 'digest'>): string {
  if (image.tag) return image.tag;
  return image.digest ? shortDigest(image.digest) : 'latest';
}
