import knexFactory from 'knex';

/** Of a database of PostgreSQL, as Backstage's configuration has it. */
export interface Connection {
  host: string;
  port: number;
  user: string;
  password: string;
}

/** A database of its own on the PostgreSQL that PILOTHOUSE_REAL_POSTGRES_URL names, for portals in processes of their own. */
export function portalDatabase(name: string) {
  const url = process.env.PILOTHOUSE_REAL_POSTGRES_URL ?? '';
  const { hostname, port, username, password } = new URL(url);
  const prefix = `pilothouse_${name}_${process.pid}_`;
  const connection: Connection = {
    host: hostname,
    port: Number(port || 5432),
    user: username,
    password,
  };
  return {
    connection,
    /** The section `backend.database`, by this way or another. */
    config: (way: Partial<Connection> = {}) => ({
      client: 'pg',
      prefix,
      connection: { ...connection, ...way },
    }),
    /** Whoever is still connected is not any more. */
    async drop(): Promise<void> {
      const admin = knexFactory({ client: 'pg', connection: url });
      try {
        const named = [`${prefix}release`];
        await admin.raw('DROP DATABASE IF EXISTS ?? WITH (FORCE)', named);
      } finally {
        await admin.destroy();
      }
    },
  };
}
