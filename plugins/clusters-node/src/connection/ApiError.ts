import { isRecord, list, number, shape, text } from '../projection/readers';

const readStatus = shape({
  reason: text(100),
  message: text(1024),
  details: shape({
    retryAfterSeconds: number,
    causes: list(
      shape({ reason: text(100), message: text(1024), field: text(1024) }),
    ),
  }),
});

export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

/** An API server said no. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string | undefined;
  readonly causes: readonly StatusCause[];
  /** How long the server asks us to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(options: {
    code: number;
    message: string;
    reason?: string;
    causes?: readonly StatusCause[];
    retryAfterMs?: number;
  }) {
    super(options.message);
    this.name = 'ApiError';
    this.code = options.code;
    this.reason = options.reason;
    this.causes = options.causes ?? [];
    this.retryAfterMs = options.retryAfterMs;
  }

  /** From the body of an answer, or an ERROR event of a watch: a `Status`, where it is one. */
  static from(
    code: number,
    body: unknown,
    retryAfter?: string | string[],
  ): ApiError {
    const status = readStatus(body);
    const seconds = secondsOf(retryAfter) ?? status?.details?.retryAfterSeconds;
    return new ApiError({
      code,
      message: status?.message ?? `HTTP status ${code}`,
      reason: status?.reason,
      causes: status?.details?.causes,
      retryAfterMs:
        seconds === undefined || seconds < 0 ? undefined : seconds * 1000,
    });
  }

  /** From the object of an ERROR event, which carries the code inside. */
  static fromEvent(object: unknown): ApiError {
    const code = isRecord(object) ? number(object.code) : undefined;
    return ApiError.from(code ?? 500, object);
  }
}

/** Kubernetes sends whole seconds; a date, which HTTP allows too, is left to the back-off. */
function secondsOf(header: string | string[] | undefined): number | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  return value !== undefined && /^\d{1,6}$/.test(value)
    ? Number(value)
    : undefined;
}

/** No usable answer came: the way there is broken, or what came is no answer of Kubernetes. */
export class ConnectionError extends Error {
  /** Whether the request may have reached the API server. */
  readonly sent: boolean;
  /** Something came that does not make sense, and may come again when it is asked for again. */
  readonly senseless: boolean;

  constructor(
    message: string,
    options: { sent: boolean; senseless?: boolean; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = 'ConnectionError';
    this.sent = options.sent;
    this.senseless = options.senseless ?? false;
  }
}

/** An auth strategy gave no credential. */
export class CredentialError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CredentialError';
  }
}
