/** A request to the registry, taken apart. */
export interface RegistryRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** The header's text. */
  authorization?: string;
  contentType?: string;
  /** How the client names this registry: `127.0.0.1:7110`. */
  host: string;
  body: Buffer;
}

export interface RegistryAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

const STATUS = {
  UNAUTHORIZED: 401,
  DENIED: 403,
  NAME_UNKNOWN: 404,
  MANIFEST_UNKNOWN: 404,
  BLOB_UNKNOWN: 404,
  BLOB_UPLOAD_UNKNOWN: 404,
  NAME_INVALID: 400,
  TAG_INVALID: 400,
  DIGEST_INVALID: 400,
  MANIFEST_INVALID: 400,
  MANIFEST_BLOB_UNKNOWN: 400,
  PAGINATION_NUMBER_INVALID: 400,
  SIZE_INVALID: 413,
  UNSUPPORTED: 405,
  UNKNOWN: 500,
};

/** An error as the distribution API has them. */
export class RegistryRefusal extends Error {
  readonly status: number;
  readonly code: keyof typeof STATUS;
  readonly headers: Record<string, string>;

  constructor(
    code: keyof typeof STATUS,
    message: string,
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.code = code;
    this.status = STATUS[code];
    this.headers = headers;
  }

  answer(): RegistryAnswer {
    return jsonAnswer(
      this.status,
      { errors: [{ code: this.code, message: this.message, detail: null }] },
      this.headers,
    );
  }
}

export function jsonAnswer(
  status: number,
  value: object,
  headers: Record<string, string> = {},
): RegistryAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}
