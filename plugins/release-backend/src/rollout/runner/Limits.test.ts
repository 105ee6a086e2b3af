import { Limits } from './Limits';

/** Tasks that go on when they are told to. */
function tasks(limits: Limits) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (name: string, task: string) =>
    limits.run(name, async () => {
      begun.push(task);
      await new Promise<void>(resolve => ends.set(task, resolve));
    });
  return { begun, begin, end: (task: string) => ends.get(task)?.() };
}

const settled = () => new Promise(setImmediate);

it('lets so many run for each name, and others of that name wait in line', async () => {
  const { begun, begin, end } = tasks(new Limits(2));
  const all = [
    begin('hangs', 'a'),
    begin('hangs', 'b'),
    begin('hangs', 'c'),
    begin('well', 'd'),
  ];
  await settled();
  expect(begun).toEqual(['a', 'b', 'd']);
  end('a');
  await settled();
  expect(begun).toEqual(['a', 'b', 'd', 'c']);
  for (const task of ['b', 'c', 'd']) end(task);
  await Promise.all(all);
});

it('is free again after a task that failed', async () => {
  const limits = new Limits(1);
  const failed = limits.run('a', () => Promise.reject(new Error('no')));
  await expect(failed).rejects.toThrow('no');
  await expect(limits.run('a', async () => 1)).resolves.toBe(1);
});
