import fc from 'fast-check';
import { blobIdOf, type TreeFile } from '../workspace/readTree';
import { keptFiles, treeChanges, type RemoteFile } from './treeChanges';

function file(path: string, text: string, executable: boolean): TreeFile {
  const content = Buffer.from(text);
  return { path, content, executable, blobId: blobIdOf(content) };
}

const anyTree = fc
  .uniqueArray(
    fc.record({
      path: fc.constantFrom('a', 'b', 'c/d', 'c/e', '说明.md'),
      text: fc.constantFrom('', 'one', '二'),
      executable: fc.boolean(),
    }),
    { selector: ({ path }) => path },
  )
  .map(files =>
    files.map(({ path, text, executable }) => file(path, text, executable)),
  );

const asRemote = (files: TreeFile[]): RemoteFile[] =>
  files.map(({ path, blobId, executable }) => ({ path, blobId, executable }));

describe('treeChanges', () => {
  it('brings every file, and takes none away', () => {
    fc.assert(
      fc.property(anyTree, anyTree, (wanted, present) => {
        const after = new Map(
          asRemote(present).map(remote => [remote.path, remote]),
        );
        for (const change of treeChanges(wanted, asRemote(present))) {
          const { filePath: path, content, executeFilemode } = change;
          const before = after.get(path);
          // What GitLab refuses: to make what is there, and to change what is not.
          expect(before === undefined).toBe(change.action === 'create');
          after.set(path, {
            path,
            // It looks at the mode in a chmod only.
            executable:
              change.action === 'chmod'
                ? executeFilemode ?? false
                : before?.executable ?? false,
            blobId:
              content === undefined
                ? before?.blobId ?? ''
                : blobIdOf(Buffer.from(content, 'base64')),
          });
        }
        for (const expected of asRemote(wanted)) {
          expect(after.get(expected.path)).toEqual(expected);
        }
        for (const { path } of present) expect(after.has(path)).toBe(true);
      }),
    );
  });

  it('has nothing to do the second time', () => {
    fc.assert(
      fc.property(anyTree, files => {
        expect(treeChanges(files, asRemote(files))).toEqual([]);
      }),
    );
  });
});

describe('keptFiles', () => {
  const wanted = ['docs/index.md', 'docs/runbook.md', 'mkdocs.yml', 'same'].map(
    path => file(path, path, false),
  );
  const present = asRemote(
    ['docs/index.md', 'mkdocs.yml', 'other', 'same'].map(path =>
      file(path, path === 'same' ? path : 'of the project', true),
    ),
  );

  it.each([
    [undefined, []],
    [false, []],
    [true, ['docs/index.md', 'mkdocs.yml', 'same']],
    [['mkdocs.yml', 'docs'], ['mkdocs.yml']],
    [['docs/'], ['docs/index.md']],
  ])('keeps what it is told to: %j', (keep, kept) => {
    expect(keptFiles(wanted, present, keep)).toEqual(kept);
  });

  it('leaves nothing to write over, where all is kept', () => {
    fc.assert(
      fc.property(anyTree, anyTree, (some, others) => {
        const there = asRemote(others);
        const kept = keptFiles(some, there, true);
        const left = some.filter(({ path }) => !kept.includes(path));
        for (const change of treeChanges(left, there)) {
          expect(there.map(({ path }) => path)).not.toContain(change.filePath);
        }
      }),
    );
  });
});
