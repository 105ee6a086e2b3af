/** Where the document keeps its schemas. */
export const COMPONENT = '#/components/schemas/';

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly required?: boolean;
  readonly description: string;
  readonly schema: object;
  readonly example?: string | number | boolean;
}

/** One operation, as its topic describes it. */
export interface ApiOperation {
  readonly operationId: string;
  readonly summary: string;
  /** Name of the schema of the answer. */
  readonly schema: string;
  readonly parameters: readonly Parameter[];
  /** Name of the schema of the body. */
  readonly body?: string;
  /** 200 when missing. */
  readonly status?: number;
  /** `application/json` when missing. */
  readonly mediaType?: string;
}

/** Operations by path and method. */
export type ApiPaths = Readonly<
  Record<string, { readonly get?: ApiOperation; readonly post?: ApiOperation }>
>;

const JSON_TYPE = 'application/json';

const ERRORS = {
  400: 'A parameter or field is missing or wrong; the message names it and what it may be',
  401: 'Not signed in',
  403: 'The entity is seen, and what was asked for may not be read or done',
  404: 'No such entity, or it may not be seen; or it has nothing of that name',
  409: 'Something speaks against it, or it is not as it was planned; the message says what',
  429: 'Too many logs are open; Retry-After says when to try again',
  503: 'The clusters are not known yet, or one has not told what was asked for',
};

/** What can become of a question, and of what changes something. */
const STATUSES: Record<'get' | 'post', readonly (keyof typeof ERRORS)[]> = {
  get: [400, 401, 403, 404, 429, 503],
  post: [400, 401, 403, 404, 409, 503],
};

/** What Backstage answers for every error. */
export const ERROR_SCHEMA = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: { name: { type: 'string' }, message: { type: 'string' } },
      required: ['name', 'message'],
    },
    response: {
      type: 'object',
      properties: { statusCode: { type: 'integer' } },
      required: ['statusCode'],
    },
  },
  required: ['error', 'response'],
};

type Examples = Readonly<Record<string, unknown>>;

function content(schema: string, examples: Examples, type = JSON_TYPE) {
  return {
    [type]: {
      schema: { $ref: `${COMPONENT}${schema}` },
      example: examples[schema],
    },
  };
}

function openApiOperation(
  method: 'get' | 'post',
  operation: ApiOperation,
  examples: Examples,
) {
  const { operationId, summary, parameters, schema, body } = operation;
  const failure = (description: string) => ({
    description,
    content: { [JSON_TYPE]: { schema: { $ref: `${COMPONENT}Error` } } },
  });
  return {
    operationId,
    summary,
    parameters,
    ...(body !== undefined && {
      requestBody: { required: true, content: content(body, examples) },
    }),
    responses: {
      [operation.status ?? 200]: {
        description: summary,
        content: content(schema, examples, operation.mediaType),
      },
      ...Object.fromEntries(
        STATUSES[method].map(status => [status, failure(ERRORS[status])]),
      ),
    },
  };
}

/** The paths of the document. @param examples - by the names of schemas */
export function openApiPaths(paths: ApiPaths, examples: Examples) {
  return Object.fromEntries(
    Object.entries(paths).map(([path, { get, post }]) => [
      path,
      {
        ...(get && { get: openApiOperation('get', get, examples) }),
        ...(post && { post: openApiOperation('post', post, examples) }),
      },
    ]),
  );
}
