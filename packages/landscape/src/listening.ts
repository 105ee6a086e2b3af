/**
 * Words the failure to listen on a port that somebody else has.
 *
 * @throws Error with one line that says which port, what for, and what to do.
 */
export async function listening<T>(
  port: number,
  what: string,
  start: () => Promise<T>,
): Promise<T> {
  try {
    return await start();
  } catch (cause) {
    if (!hasCode(cause, 'EADDRINUSE')) throw cause;
    throw new Error(
      `Port ${port} is in use. ${what} needs it: stop what listens there, or move the landscape with --port or PILOTHOUSE_PORT_BASE.`,
      { cause },
    );
  }
}

function hasCode(error: unknown, code: string): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === code
  );
}
