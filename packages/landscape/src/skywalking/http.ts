import type { IncomingMessage } from 'node:http';
import type { GraphQLRequest } from './execute';

export interface OapAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export function jsonAnswer(status: number, value: unknown): OapAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}

export function textAnswer(status: number, body: string): OapAnswer {
  return {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    body,
  };
}

/** The GraphQL request in a body, or the answer to what is none. */
export function requestOf(
  { headers }: IncomingMessage,
  body: string,
): GraphQLRequest | OapAnswer {
  const type = (headers['content-type'] ?? '').split(';')[0].trim();
  if (type !== 'application/json' && type !== 'application/graphql+json') {
    return textAnswer(415, 'Unsupported content type.');
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return textAnswer(400, 'failed to parse a JSON document');
  }
  if (typeof value !== 'object' || value === null || !('query' in value)) {
    return textAnswer(400, 'query is missing');
  }
  const { query } = value;
  if (typeof query !== 'string' || query === '') {
    return textAnswer(400, 'query is missing');
  }
  const variables = 'variables' in value ? value.variables : undefined;
  const name = 'operationName' in value ? value.operationName : undefined;
  return {
    query,
    ...(typeof variables === 'object' &&
      variables !== null && { variables: { ...variables } }),
    ...(typeof name === 'string' && { operationName: name }),
  };
}
