import { digestOf, MEDIA_TYPES, type Content } from '../world/image-content';
import type { ImageShelf } from '../world/image-shelf';
import type { Gatekeeper } from './accounts';
import { jsonAnswer, RegistryRefusal } from './http';
import type { RegistryAnswer, RegistryRequest } from './http';
import { Uploads } from './uploads';

const NAME =
  '((?:[a-z0-9]+(?:[._-]+[a-z0-9]+)*/)*[a-z0-9]+(?:[._-]+[a-z0-9]+)*)';
const TAGS = new RegExp(`^/v2/${NAME}/tags/list$`);
const MANIFEST = new RegExp(`^/v2/${NAME}/manifests/([^/]+)$`);
const UPLOAD = new RegExp(`^/v2/${NAME}/blobs/uploads/([^/]*)$`);
const BLOB = new RegExp(`^/v2/${NAME}/blobs/([^/]+)$`);
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

const MANIFEST_TYPES = [
  MEDIA_TYPES.index,
  MEDIA_TYPES.manifest,
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/**
 * The OCI distribution API v2 over a shelf of images: what clients need to read, and to push.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export class RegistryHandler {
  readonly #shelf: ImageShelf;
  readonly #gatekeeper: Gatekeeper;
  readonly #uploads: Uploads;

  constructor(shelf: ImageShelf, gatekeeper: Gatekeeper) {
    this.#shelf = shelf;
    this.#gatekeeper = gatekeeper;
    this.#uploads = new Uploads(shelf);
  }

  /** @throws RegistryRefusal */
  handle(request: RegistryRequest): RegistryAnswer {
    const { path } = request;
    if (path === '/token') return this.#gatekeeper.token(request);
    if (path === '/v2/' || path === '/v2') {
      this.#gatekeeper.check(request, 'pull');
      return jsonAnswer(200, {});
    }
    if (path === '/v2/_catalog') {
      this.#gatekeeper.check(request, 'pull');
      return this.#catalog(request);
    }
    const [, tagsOf] = TAGS.exec(path) ?? [];
    if (tagsOf !== undefined) return this.#tags(tagsOf, request);
    const [, manifestOf, reference] = MANIFEST.exec(path) ?? [];
    if (manifestOf !== undefined) {
      return this.#manifest(manifestOf, reference, request);
    }
    const [, uploadTo, upload] = UPLOAD.exec(path) ?? [];
    if (uploadTo !== undefined) return this.#upload(uploadTo, upload, request);
    const [, blobOf, digest] = BLOB.exec(path) ?? [];
    if (blobOf !== undefined) return this.#blob(blobOf, digest, request);
    throw new RegistryRefusal('NAME_UNKNOWN', 'there is nothing at this path');
  }

  #catalog(request: RegistryRequest): RegistryAnswer {
    const { items, headers } = paged(this.#shelf.repositories(), request);
    return jsonAnswer(200, { repositories: items }, headers);
  }

  #tags(repository: string, request: RegistryRequest): RegistryAnswer {
    onlyReading(request);
    this.#gatekeeper.check(request, 'pull', repository);
    const tags = this.#shelf.tags(repository);
    if (!tags) {
      throw new RegistryRefusal(
        'NAME_UNKNOWN',
        'repository name not known to registry',
      );
    }
    const { items, headers } = paged(tags, request);
    return jsonAnswer(200, { name: repository, tags: items }, headers);
  }

  #manifest(
    repository: string,
    reference: string,
    request: RegistryRequest,
  ): RegistryAnswer {
    if (request.method === 'PUT') {
      this.#gatekeeper.check(request, 'push', repository);
      return this.#putManifest(repository, reference, request);
    }
    onlyReading(request);
    this.#gatekeeper.check(request, 'pull', repository);
    const manifest = this.#shelf.manifest(repository, reference);
    if (!manifest) {
      throw new RegistryRefusal('MANIFEST_UNKNOWN', 'manifest unknown');
    }
    return contentAnswer(manifest);
  }

  #putManifest(
    repository: string,
    reference: string,
    { body, contentType = '' }: RegistryRequest,
  ): RegistryAnswer {
    const digest = digestOf(body);
    if (DIGEST.test(reference) ? reference !== digest : !TAG.test(reference)) {
      throw new RegistryRefusal(
        'TAG_INVALID',
        'manifest tag did not match URI',
      );
    }
    if (!MANIFEST_TYPES.includes(contentType)) {
      throw new RegistryRefusal('MANIFEST_INVALID', 'manifest invalid');
    }
    for (const named of digestsIn(body)) {
      const present =
        this.#shelf.sizeOf(repository, named) ??
        this.#shelf.manifest(repository, named);
      if (present === undefined) {
        throw new RegistryRefusal(
          'MANIFEST_BLOB_UNKNOWN',
          `blob unknown to registry: ${named}`,
        );
      }
    }
    this.#shelf.putManifest(
      repository,
      { digest, mediaType: contentType, body },
      reference === digest ? undefined : reference,
    );
    return {
      status: 201,
      headers: {
        Location: `/v2/${repository}/manifests/${digest}`,
        'Docker-Content-Digest': digest,
      },
    };
  }

  #upload(
    repository: string,
    id: string,
    request: RegistryRequest,
  ): RegistryAnswer {
    this.#gatekeeper.check(request, 'push', repository);
    switch (request.method) {
      case 'POST':
        return this.#uploads.begin(repository, request);
      case 'PATCH':
        return this.#uploads.append(repository, id, request);
      case 'PUT':
        return this.#uploads.finish(repository, id, request);
      default:
        throw unsupported();
    }
  }

  #blob(
    repository: string,
    digest: string,
    request: RegistryRequest,
  ): RegistryAnswer {
    onlyReading(request);
    this.#gatekeeper.check(request, 'pull', repository);
    if (!DIGEST.test(digest)) {
      throw new RegistryRefusal('DIGEST_INVALID', 'invalid digest');
    }
    const blob = this.#shelf.blob(repository, digest);
    if (blob) {
      return contentAnswer({ ...blob, mediaType: 'application/octet-stream' });
    }
    const size = this.#shelf.sizeOf(repository, digest);
    if (size === undefined || request.method !== 'HEAD') {
      throw new RegistryRefusal('BLOB_UNKNOWN', 'blob unknown to registry');
    }
    // A layer that is named only.
    return {
      status: 200,
      headers: {
        'Content-Length': String(size),
        'Docker-Content-Digest': digest,
      },
    };
  }
}

function onlyReading({ method }: RegistryRequest): void {
  if (method !== 'GET' && method !== 'HEAD') throw unsupported();
}

function unsupported(): RegistryRefusal {
  return new RegistryRefusal('UNSUPPORTED', 'The operation is unsupported.');
}

function contentAnswer({ digest, mediaType, body }: Content): RegistryAnswer {
  return {
    status: 200,
    headers: {
      'Content-Type': mediaType,
      'Docker-Content-Digest': digest,
      ETag: `"${digest}"`,
    },
    body,
  };
}

/** As many as `n` says after `last`, and in the header `Link` how to go on. */
function paged(
  items: readonly string[],
  { path, query }: RegistryRequest,
): { items: readonly string[]; headers: Record<string, string> } {
  const last = query.get('last');
  const rest = last === null ? items : items.filter(item => item > last);
  const n = query.get('n');
  if (n === null) return { items: rest, headers: {} };
  if (!/^[1-9]\d{0,5}$/.test(n)) {
    throw new RegistryRefusal(
      'PAGINATION_NUMBER_INVALID',
      'invalid number of results requested',
    );
  }
  const page = rest.slice(0, Number(n));
  if (page.length === rest.length) return { items: page, headers: {} };
  const next = new URLSearchParams({ last: page.at(-1) ?? '', n });
  return {
    items: page,
    headers: { Link: `<${path}?${next}>; rel="next"` },
  };
}

/** The digests that a manifest names. */
function digestsIn(body: Buffer): string[] {
  const digests: string[] = [];
  try {
    JSON.parse(body.toString(), (key, value) => {
      if (key === 'digest' && typeof value === 'string') digests.push(value);
      return value;
    });
  } catch {
    throw new RegistryRefusal('MANIFEST_INVALID', 'manifest invalid');
  }
  return digests;
}
