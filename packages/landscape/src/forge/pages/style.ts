import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

// The landscape is never bundled: it runs from its sources.
// eslint-disable-next-line no-restricted-syntax
const HERE = __dirname;
const CONSOLE = join(HERE, '..', '..', 'console', 'page');

/** The look of the console, and what the pages of the forge have besides. */
const FILES = [
  join(CONSOLE, 'theme.css'),
  join(CONSOLE, 'controls.css'),
  join(CONSOLE, 'page.css'),
  join(HERE, 'forge.css'),
];

/** The style sheet of all pages. */
export async function readStyle(): Promise<string> {
  const texts = await Promise.all(FILES.map(file => readFile(file, 'utf8')));
  return texts.join('\n');
}
