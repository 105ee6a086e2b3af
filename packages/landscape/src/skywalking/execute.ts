import {
  execute,
  GraphQLError,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type SelectionSetNode,
} from 'graphql';
import type { Dialect } from './version';

/** A request as it stands in the body. */
export interface GraphQLRequest {
  query: string;
  variables?: Readonly<Record<string, unknown>>;
  operationName?: string;
}

export interface GraphQLAnswer {
  status: number;
  body: unknown;
}

/** Answers a GraphQL request with the status that an OAP of the version gives. */
export async function executeRequest(
  dialect: Dialect,
  rootValue: unknown,
  { query, variables, operationName }: GraphQLRequest,
): Promise<GraphQLAnswer> {
  let document: DocumentNode;
  try {
    document = parse(query, {
      maxTokens: dialect.mostTokens,
      noLocation: true,
    });
  } catch (error) {
    return refusal(200, [messageOf(error)]);
  }
  const invalid = validate(dialect.schema, document);
  if (invalid.length > 0) {
    return {
      status: dialect.invalidStatus,
      body: {
        errors: invalid.map(({ message, locations }) => ({
          message: wordingOfInvalid(message),
          locations: locations ?? [],
          extensions: { classification: 'ValidationError' },
        })),
      },
    };
  }
  const fields = dialect.mostFields && countFields(document);
  if (fields && dialect.mostFields && fields > dialect.mostFields) {
    return refusal(200, [
      `maximum query complexity exceeded ${fields} > ${dialect.mostFields}`,
    ]);
  }
  const { data, errors } = await execute({
    schema: dialect.schema,
    document,
    rootValue,
    variableValues: variables,
    operationName,
  });
  return {
    status: 200,
    body: {
      ...(errors && {
        errors: errors.map(error => ({
          message: wordingOf(error),
          locations: [],
          ...(error.path && { path: error.path }),
          extensions: { classification: 'DataFetchingException' },
        })),
      }),
      ...(data !== undefined && { data }),
    },
  };
}

function refusal(status: number, messages: string[]): GraphQLAnswer {
  return { status, body: { errors: messages.map(message => ({ message })) } };
}

/** As graphql-java names a field that there is not. */
function wordingOfInvalid(message: string): string {
  const [, field, type] =
    /^Cannot query field "(\w+)" on type "(\w+)"/.exec(message) ?? [];
  return field
    ? `Validation error (FieldUndefined@[${field}]) : Field '${field}' in type '${type}' is undefined`
    : `Validation error : ${message}`;
}

/** As graphql-java says where a data fetcher has failed. */
function wordingOf({ message, path, originalError }: GraphQLError): string {
  return path && originalError
    ? `Exception while fetching data (/${path.join('/')}) : ${message}`
    : message;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Counts the fields that a document selects, those of its fragments each time that they are used. */
function countFields(document: DocumentNode): number {
  const fragments = new Map<string, SelectionSetNode>();
  for (const item of document.definitions) {
    if (item.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(item.name.value, item.selectionSet);
    }
  }
  const known = new Map<SelectionSetNode, number>();
  // Validated documents have no circles of fragments.
  const count = (set: SelectionSetNode | undefined): number => {
    if (!set) return 0;
    const counted = known.get(set);
    if (counted !== undefined) return counted;
    let sum = 0;
    for (const item of set.selections) {
      if (item.kind === Kind.FIELD) sum += 1 + count(item.selectionSet);
      else if (item.kind === Kind.INLINE_FRAGMENT) {
        sum += count(item.selectionSet);
      } else sum += count(fragments.get(item.name.value));
    }
    known.set(set, sum);
    return sum;
  };
  return document.definitions.reduce(
    (sum, item) =>
      item.kind === Kind.OPERATION_DEFINITION
        ? sum + count(item.selectionSet)
        : sum,
    0,
  );
}
