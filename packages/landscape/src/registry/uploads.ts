import { randomUUID } from 'node:crypto';
import { digestOf, type Content } from '../world/image-content';
import type { ImageShelf } from '../world/image-shelf';
import { RegistryRefusal } from './http';
import type { RegistryAnswer, RegistryRequest } from './http';

const MOST_UPLOADS = 100;
/** All that is pushed into a landscape; it is kept in memory. */
const MOST_BYTES = 128 * 1024 * 1024;

interface Upload {
  repository: string;
  body: Buffer;
}

/** Takes blobs from those who push: at once, in pieces, or from another repository. */
export class Uploads {
  readonly #shelf: ImageShelf;
  readonly #open = new Map<string, Upload>();
  #bytes = 0;

  constructor(shelf: ImageShelf) {
    this.#shelf = shelf;
  }

  /** `POST /v2/<name>/blobs/uploads/` */
  begin(repository: string, { query, body }: RegistryRequest): RegistryAnswer {
    const mounted = query.get('mount');
    const from = query.get('from');
    const present =
      mounted !== null && from !== null && this.#shelf.blob(from, mounted);
    if (present) {
      this.#shelf.putBlob(repository, present);
      return created(repository, present.digest);
    }
    const digest = query.get('digest');
    if (digest !== null) return this.#store(repository, digest, body);
    if (this.#open.size >= MOST_UPLOADS) {
      const [oldest] = this.#open.keys();
      this.#open.delete(oldest);
    }
    const id = randomUUID();
    this.#open.set(id, { repository, body: Buffer.alloc(0) });
    return accepted(repository, id, 0);
  }

  /** `PATCH /v2/<name>/blobs/uploads/<id>` */
  append(
    repository: string,
    id: string,
    { body }: RegistryRequest,
  ): RegistryAnswer {
    const upload = this.#find(repository, id);
    upload.body = Buffer.concat([upload.body, body]);
    this.#count(body.length);
    return accepted(repository, id, upload.body.length);
  }

  /** `PUT /v2/<name>/blobs/uploads/<id>?digest=` */
  finish(
    repository: string,
    id: string,
    { query, body }: RegistryRequest,
  ): RegistryAnswer {
    const upload = this.#find(repository, id);
    this.#open.delete(id);
    return this.#store(
      repository,
      query.get('digest') ?? '',
      Buffer.concat([upload.body, body]),
    );
  }

  #find(repository: string, id: string): Upload {
    const upload = this.#open.get(id);
    if (upload?.repository === repository) return upload;
    throw new RegistryRefusal(
      'BLOB_UPLOAD_UNKNOWN',
      'blob upload unknown to registry',
    );
  }

  #store(repository: string, digest: string, body: Buffer): RegistryAnswer {
    if (digestOf(body) !== digest) {
      throw new RegistryRefusal(
        'DIGEST_INVALID',
        'provided digest did not match uploaded content',
      );
    }
    this.#count(body.length);
    const blob: Content = {
      digest,
      mediaType: 'application/octet-stream',
      body,
    };
    this.#shelf.putBlob(repository, blob);
    return created(repository, digest);
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > MOST_BYTES) {
      throw new RegistryRefusal(
        'SIZE_INVALID',
        'the landscape has no room for more pushed bytes',
      );
    }
  }
}

function created(repository: string, digest: string): RegistryAnswer {
  return {
    status: 201,
    headers: {
      Location: `/v2/${repository}/blobs/${digest}`,
      'Docker-Content-Digest': digest,
    },
  };
}

function accepted(
  repository: string,
  id: string,
  length: number,
): RegistryAnswer {
  return {
    status: 202,
    headers: {
      Location: `/v2/${repository}/blobs/uploads/${id}`,
      'Docker-Upload-UUID': id,
      Range: `0-${Math.max(0, length - 1)}`,
    },
  };
}
