import { XMLValidator } from 'fast-xml-parser';
import { readFile } from 'node:fs/promises';
import { Language, Parser } from 'web-tree-sitter';
import { CORNERS } from './__testUtils__/corners';
import { startDryRuns, type DryRun } from './__testUtils__/startDryRuns';

jest.setTimeout(120_000);

let parser: Parser;
let made: DryRun[];
beforeAll(async () => {
  await Parser.init();
  const grammar = require.resolve(
    'tree-sitter-c-sharp/tree-sitter-c_sharp.wasm',
  );
  parser = new Parser();
  parser.setLanguage(await Language.load(await readFile(grammar)));
  const scaffolder = await startDryRuns();
  made = await Promise.all(
    Object.values(CORNERS['dotnet-service']).map(values =>
      scaffolder.run('dotnet-service', values),
    ),
  );
  await scaffolder.stop();
});

function files(pattern: RegExp): [string, string][] {
  return made.flatMap(run =>
    [...run.files].flatMap(([path, { text }]): [string, string][] =>
      pattern.test(path) ? [[path, text]] : [],
    ),
  );
}

/** The first place that is no C#. */
function brokenAt(text: string): string | undefined {
  const root = parser.parse(text)?.rootNode;
  if (!root) return 'nothing was read';
  const broken = root.descendantsOfType('ERROR').at(0);
  if (!root.hasError) return undefined;
  return `line ${(broken?.startPosition.row ?? 0) + 1}`;
}

// No toolchain for .NET comes with every machine: what it would not even read is found without one.
describe('the .NET service, at every corner', () => {
  it('is C# in all of its files', () => {
    const sources = files(/\.cs$/);
    expect(sources.length).toBeGreaterThanOrEqual(5 * made.length);
    const broken = sources.flatMap(([path, text]) => {
      const at = brokenAt(text);
      return at ? [`${path}: ${at}`] : [];
    });
    expect(broken).toEqual([]);
  });

  it('would not pass with a bracket missing', () => {
    const [[, text]] = files(/Program\.cs$/);
    expect(brokenAt(text.replace('{', ''))).toMatch(/^line \d+$/);
  });

  it('has projects and a solution of sound XML, for .NET 10', () => {
    const projects = files(/\.(csproj|slnx)$/);
    expect(projects.length).toBeGreaterThanOrEqual(3 * made.length);
    for (const [, text] of projects)
      expect(XMLValidator.validate(text)).toBe(true);
    for (const [, text] of files(/\.csproj$/)) {
      expect(text).toContain('<TargetFramework>net10.0</TargetFramework>');
    }
    for (const [, text] of files(/global\.json$/)) {
      expect(JSON.parse(text)).toMatchObject({
        sdk: { version: expect.stringMatching(/^10\./) },
      });
    }
  });
});
