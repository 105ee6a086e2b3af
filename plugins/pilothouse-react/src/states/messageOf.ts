/**
 * What the backend said of an error: a `ResponseError`, of whichever copy of @backstage/errors, is itself only called
 * `Request failed with 503`. Other errors have their own message; what is no error has none.
 */
export function messageOf(error: unknown): string {
  const said = property(property(property(error, 'body'), 'error'), 'message');
  if (typeof said === 'string' && said !== '') return said;
  return error instanceof Error ? error.message : '';
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Reflect.get(value, name)
    : undefined;
}
