import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import knexFactory, { type Knex } from 'knex';
import { migrate } from '../database/openDatabase';
import { Ledger } from './Ledger';

const COMMAND = path.resolve(__dirname, '../../bin/verify-ledger.js');
/** The command begins by reading TypeScript. */
const SLOW = 60_000;

describe('verify-ledger', () => {
  let directory: string;
  let config: string;
  let knex: Knex;

  beforeAll(async () => {
    directory = await fs.mkdtemp(path.join(os.tmpdir(), 'ledger-'));
    config = path.join(directory, 'app-config.yaml');
    const connection = { directory };
    const database = { client: 'better-sqlite3', connection };
    await fs.writeFile(config, JSON.stringify({ backend: { database } }));
    knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: path.join(directory, 'release.sqlite') },
      useNullAsDefault: true,
    });
    await migrate(knex);
    const ledger = new Ledger(knex);
    for (const reason of ['one', 'two']) {
      await ledger.note({
        actor: 'user:default/li.wei',
        action: 'restart',
        reason,
        outcome: 'done',
      });
    }
  });

  afterAll(async () => {
    await knex.destroy();
    await fs.rm(directory, { recursive: true });
  });

  const run = (...args: string[]) =>
    new Promise<[number, string]>(resolve => {
      const child = execFile(
        process.execPath,
        [COMMAND, '--config', config, ...args],
        (_, stdout, stderr) => resolve([child.exitCode ?? -1, stdout + stderr]),
      );
    });

  it(
    'says whether the ledger is whole, and whether it is the one of before',
    async () => {
      const [code, text] = await run();
      expect(text).toMatch(
        /^2 entries, whole and unchanged\n--anchor 2:[0-9a-f]{64}\n$/,
      );
      expect(code).toBe(0);
      const anchor = text.trim().split(' ').at(-1) ?? '';
      expect(await run('--anchor', anchor)).toEqual([0, text]);
      const other = `1:${anchor.slice(2)}`;
      const [refused, why] = await run('--anchor', other);
      expect(why).toMatch(/^Broken at entry 1: the entry has not the hash/);
      expect(refused).toBe(1);
    },
    SLOW,
  );

  it(
    'says where it is broken',
    async () => {
      await knex('release_ledger').where('sequence', 2).delete();
      const [code, text] = await run();
      expect(text).toMatch(
        /^Broken at entry 2: an entry is missing here. 1 entries before it hold\n/,
      );
      expect(code).toBe(1);
    },
    SLOW,
  );

  it(
    'says what it cannot do',
    async () => {
      const [wrong, why] = await run('--anchor', 'yesterday');
      expect(why).toMatch(/^--anchor has to be what an earlier run ended/);
      expect(wrong).toBe(2);
      await knex.schema.dropTable('release_ledger_head');
      const [none, text] = await run();
      expect(text).toMatch(/^There is no ledger in this database/);
      expect(none).toBe(2);
    },
    SLOW,
  );
});
