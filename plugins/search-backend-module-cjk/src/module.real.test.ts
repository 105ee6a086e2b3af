import { TestDatabases } from '@backstage/backend-test-utils';
import { describeEngine } from './__testUtils__/describeEngine';
import { startSearch } from './__testUtils__/startSearch';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const connection =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;

const made: string[] = [];

/** Configuration of a database of its own for the search plugin, whose characters are of the locale. */
async function createDatabase(locale: string): Promise<object> {
  const postgres = await databases.init('POSTGRES_15');
  const prefix = `pilothouse_cjk_${process.pid}_${made.length}_${locale
    .replace(/\W/g, '')
    .toLowerCase()}_`;
  made.push(`${prefix}search`);
  await postgres.raw(
    `CREATE DATABASE ${prefix}search TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE '${locale}'`,
  );
  return { client: 'pg', connection, prefix };
}

// What Postgres takes for a letter depends on the locale: in C, everything beyond ASCII.
describe.each(['C.UTF-8', 'C'])('with the locale %s', locale => {
  afterAll(async () => {
    const postgres = await databases.init('POSTGRES_15');
    for (const name of made.splice(0)) {
      await postgres.raw(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
  });

  describeEngine('search by Postgres', () => createDatabase(locale));

  it('indexes a document that is larger than Postgres can hold', async () => {
    const characters = Array.from({ length: 120_000 }, (_, index) =>
      String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000)),
    );
    const notes = [
      { title: '短', text: '内存', location: '/short' },
      { title: '长', text: characters.join(''), location: '/long' },
    ];
    const search = await startSearch(
      { notes },
      { database: await createDatabase(locale) },
    );
    try {
      await search.index();
      expect(await search.titles('内存')).toEqual(['短']);
      expect(await search.titles(characters.slice(9, 12).join(''))).toEqual([
        '长',
      ]);
    } finally {
      await search.stop();
    }
  });
});
