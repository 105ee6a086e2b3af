import { InputError } from '@backstage/errors';
import { parseImage, type Image } from '@pilothouse/plugin-release-common';

const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const DIGEST = /^sha256:[a-f0-9]{64}$/;

/** A version as somebody asks for it. */
export interface Version {
  tag?: string;
  digest?: string;
}

/**
 * Reads `1.4.2`, `1.4.2@sha256:…` or `sha256:…`. What is typed on a Chinese keyboard in full width is the same.
 *
 * @throws InputError that says what it may be
 */
export function parseVersion(text: string): Version {
  const version = text.normalize('NFKC').trim();
  if (DIGEST.test(version)) return { digest: version };
  const [tag, digest, ...more] = version.split('@');
  if (
    more.length > 0 ||
    !TAG.test(tag) ||
    (digest !== undefined && !DIGEST.test(digest))
  ) {
    throw new InputError(
      'Body field version: has to be a tag such as 1.4.2, a digest such as sha256:…, or both as 1.4.2@sha256:…; the repository is that of the workload',
    );
  }
  return { tag, digest };
}

/** The image that runs, in another version: the same repository of the same registry. */
export function inVersion(current: Image, { tag, digest }: Version): Image {
  const { reference } = current;
  const withoutDigest = reference.split('@')[0];
  const path =
    current.tag !== undefined && withoutDigest.endsWith(`:${current.tag}`)
      ? withoutDigest.slice(0, -current.tag.length - 1)
      : withoutDigest;
  return parseImage(
    `${path}${tag === undefined ? '' : `:${tag}`}${
      digest === undefined ? '' : `@${digest}`
    }`,
  );
}

/** The same image by its digest, so that the tag can move as it likes. */
export function pinned(image: Image, digest: string): Image {
  const { tag } = image;
  return inVersion(image, { tag, digest });
}

/** Tags that mean another image every other day. */
const MOVING =
  /^(latest|main|master|trunk|head|dev|develop|development|test|staging|prod|production|stable|edge|canary|nightly|snapshot)$|(^|[-_.])(latest|snapshot)$/i;

export function isMoving(tag: string | undefined): boolean {
  return tag !== undefined && MOVING.test(tag);
}

/** Whether two images are the same as far as their names tell. */
export function isSameImage(one: Image, other: Image): boolean {
  if (one.repository !== other.repository) return false;
  if (one.digest !== undefined && other.digest !== undefined) {
    return one.digest === other.digest;
  }
  return one.tag !== undefined && one.tag === other.tag && !isMoving(one.tag);
}
