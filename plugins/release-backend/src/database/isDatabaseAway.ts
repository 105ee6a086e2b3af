import * as z from 'zod';

/** Of Node.js, when a connection cannot be made or is lost. */
const CONNECTION = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
];
/**
 * Of PostgreSQL: connection exceptions (08), too many connections (53300), shutdown and start (57P), a server that has
 * become a standby (25006).
 */
const SQLSTATE = /^(08...|53300|57P..|25006)$/;
/** Of knex, of pg, and of {@link answeredWithin}: they have no code. */
const MESSAGE =
  /^(Connection (terminated|ended)|Client has encountered a connection error|Query read timeout|timeout exceeded when trying to connect|Knex: Timeout acquiring a connection|Defined query timeout|The database did not answer)/;

const errorSchema = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string(),
});

/** Whether something failed because the database is not there, rather than because of what it was asked. */
export function isDatabaseAway(error: unknown): boolean {
  const { data } = errorSchema.safeParse(error);
  if (!data) return false;
  const { code = '', message } = data;
  return (
    CONNECTION.includes(code) || SQLSTATE.test(code) || MESSAGE.test(message)
  );
}
