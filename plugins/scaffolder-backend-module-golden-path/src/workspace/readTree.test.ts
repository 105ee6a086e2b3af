import { execFileSync } from 'node:child_process';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { blobIdOf, readTree } from './readTree';

const directory = createMockDirectory();

describe('readTree', () => {
  it('reads files as git would keep them, without what git keeps for itself', async () => {
    directory.setContent({
      'b.txt': 'b',
      bin: { run: '#!/bin/sh\n' },
      '.git': { HEAD: 'ref: refs/heads/main' },
      '.gitignore': 'node_modules',
    });
    chmodSync(join(directory.path, 'bin/run'), 0o755);
    const files = await readTree(directory.path);
    expect(files.map(({ path, executable }) => [path, executable])).toEqual([
      ['.gitignore', false],
      ['b.txt', false],
      ['bin/run', true],
    ]);
  });

  it('knows the id that git gives a content', () => {
    for (const content of ['', 'hello\n', '订单服务\n']) {
      const byGit = execFileSync('git', ['hash-object', '--stdin'], {
        input: content,
      });
      expect(blobIdOf(Buffer.from(content))).toBe(byGit.toString().trim());
    }
  });

  it('refuses links, which could lead out of the workspace', async () => {
    directory.setContent({ 'a.txt': 'a' });
    symlinkSync('/etc/hostname', join(directory.path, 'stolen'));
    await expect(readTree(directory.path)).rejects.toThrow(
      'stolen is no file: links are not committed',
    );
  });

  it('refuses more than its limits', async () => {
    directory.setContent({ a: '12345', b: '12345' });
    const ask = (files: number, bytes: number) =>
      readTree(directory.path, { files, bytes });
    await expect(ask(1, 100)).rejects.toThrow('2 files');
    await expect(ask(2, 9)).rejects.toThrow('larger than 9 bytes');
    await expect(ask(2, 10)).resolves.toHaveLength(2);
  });
});
