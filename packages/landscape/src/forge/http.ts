/** An answer of the forge: JSON unless it says something else. */
export interface ForgeAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A request that is not done, as GitLab says so. */
export class ForgeRefusal extends Error {
  readonly status: number;
  readonly body: object;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    body: object,
    headers: Record<string, string> = {},
  ) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }

  answer(): ForgeAnswer {
    return jsonAnswer(this.status, this.body, this.headers);
  }
}

/** Such as `404 Project Not Found`. */
export function notFound(what: string): ForgeRefusal {
  return new ForgeRefusal(404, { message: `404 ${what} Not Found` });
}

/** A request with a field that is missing or wrong. */
export function badRequest(message: unknown): ForgeRefusal {
  return new ForgeRefusal(400, { message });
}

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): ForgeAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}
