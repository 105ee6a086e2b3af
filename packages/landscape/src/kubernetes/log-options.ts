import { ApiError } from './api-error';

/** What a request for a container's log may ask for. */
export interface PodLogOptions {
  container?: string;
  follow?: boolean;
  /** The log of the instance before the present one. */
  previous?: boolean;
  timestamps?: boolean;
  /** Only lines since then, in milliseconds since the epoch. */
  sinceTime?: number;
  sinceSeconds?: number;
  tailLines?: number;
  limitBytes?: number;
}

/**
 * Reads the query of a log request.
 *
 * @throws ApiError BadRequest or Invalid, as the real server
 */
export function parsePodLogOptions(
  pod: string,
  query: URLSearchParams,
): PodLogOptions {
  const number = (name: string) => {
    const text = query.get(name);
    if (text === null) return undefined;
    if (/^[+-]?\d+$/.test(text)) return Number(text);
    const message = `strconv.ParseInt: parsing "${text}": invalid syntax`;
    throw new ApiError('BadRequest', message);
  };
  const flag = (name: string) =>
    query.has(name) && !['false', '0'].includes(query.get(name) ?? '');
  const time = query.get('sinceTime');
  const options: PodLogOptions = {
    container: query.get('container') || undefined,
    follow: flag('follow'),
    previous: flag('previous'),
    timestamps: flag('timestamps'),
    sinceTime: time === null ? undefined : Date.parse(time),
    sinceSeconds: number('sinceSeconds'),
    tailLines: number('tailLines'),
    limitBytes: number('limitBytes'),
  };
  validate(pod, options);
  return options;
}

function validate(pod: string, options: PodLogOptions): void {
  const { tailLines = 0, limitBytes = 1, sinceSeconds, sinceTime } = options;
  const invalid = (field: string, reason: string, message: string) =>
    new ApiError(
      'Invalid',
      `PodLogOptions "${pod}" is invalid: ${field}: ${message}`,
      {
        name: pod,
        kind: 'PodLogOptions',
        causes: [{ reason, message, field }],
      },
    );
  const outOfRange = (field: string, value: number, bound: string) =>
    invalid(
      field,
      'FieldValueInvalid',
      `Invalid value: ${value}: must be greater than ${bound}`,
    );
  if (tailLines < 0) throw outOfRange('tailLines', tailLines, 'or equal to 0');
  if (limitBytes < 1) throw outOfRange('limitBytes', limitBytes, '0');
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    throw invalid(
      '[]',
      'FieldValueForbidden',
      'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
    );
  }
  if (sinceSeconds !== undefined && sinceSeconds < 1) {
    throw outOfRange('sinceSeconds', sinceSeconds, '0');
  }
}
