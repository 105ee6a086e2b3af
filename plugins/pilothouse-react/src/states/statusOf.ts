/** The HTTP status of a `ResponseError`, of whichever copy of @backstage/errors; `undefined` for other errors. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('statusCode' in error && typeof error.statusCode === 'number') {
    return error.statusCode;
  }
  if ('response' in error) {
    const { response } = error;
    if (
      typeof response === 'object' &&
      response !== null &&
      'status' in response &&
      typeof response.status === 'number'
    ) {
      return response.status;
    }
  }
  return undefined;
}
