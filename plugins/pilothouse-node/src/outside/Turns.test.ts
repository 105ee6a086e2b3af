import fc from 'fast-check';
import { Turns } from './Turns';

const OPTIONS = { name: 'The log store es', atOnce: 3, waiting: 8 };

/** Work that ends when it is told to, by name, in the order in which it began. */
function workshop(options = OPTIONS) {
  const turns = new Turns(options);
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const settle = () => new Promise(resolve => setImmediate(resolve));
  return {
    began,
    settle,
    ask(name: string, signal = new AbortController().signal) {
      const person = name.split('-')[0];
      const work = () =>
        new Promise<string>(resolve => {
          began.push(name);
          ends.set(name, () => resolve(name));
        });
      return turns.run(work, { person, signal });
    },
    async end(name: string) {
      ends.get(name)?.();
      await settle();
    },
  };
}

describe('turns', () => {
  it('go round by person, and leave the last place to the others', async () => {
    const { ask, began, end, settle } = workshop();
    for (const name of ['a-1', 'a-2', 'a-3', 'a-4', 'a-5']) void ask(name);
    await settle();
    expect(began).toEqual(['a-1', 'a-2']);
    for (const name of ['b-1', 'b-2', 'c-1']) void ask(name);
    await settle();
    expect(began.splice(0)).toEqual(['a-1', 'a-2', 'b-1']);
    await end('a-1');
    await end('b-1');
    await end('a-2');
    expect(began.splice(0)).toEqual(['a-3', 'b-2', 'c-1']);
    await end('c-1');
    expect(began).toEqual(['a-4']);
  });

  it('are one after another where there is one place', async () => {
    const { ask, began, end, settle } = workshop({ ...OPTIONS, atOnce: 1 });
    for (const name of ['a-1', 'a-2', 'b-1']) void ask(name);
    await settle();
    await end('a-1');
    await end('a-2');
    expect(began).toEqual(['a-1', 'a-2', 'b-1']);
  });

  it('are waited for by so many, and by half as many of one person', async () => {
    const { ask } = workshop();
    const names = ['a-1', 'a-2', 'a-3', 'a-4', 'a-5', 'a-6'];
    for (const name of names) void ask(name);
    await expect(ask('a-7')).rejects.toMatchObject({ fault: 'throttled' });
    for (const name of ['b-1', 'b-2', 'b-3', 'c-1', 'c-2']) void ask(name);
    await expect(ask('d-1')).rejects.toThrow(
      'The log store es has too many questions waiting',
    );
  });

  it('are not waited for any more by who has left', async () => {
    const { ask, began, end, settle } = workshop({ ...OPTIONS, atOnce: 1 });
    void ask('a-1');
    const gone = new AbortController();
    const left = ask('b-1', gone.signal);
    void ask('c-1');
    gone.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    await expect(ask('d-1', gone.signal)).rejects.toThrow('left');
    await end('a-1');
    await settle();
    expect(began).toEqual(['a-1', 'c-1']);
  });

  it('come to everybody who waits, whatever the order, and to no more than may work', async () => {
    const person = fc.constantFrom('a', 'b', 'c');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(person, fc.boolean()), { maxLength: 30 }),
        async steps => {
          const { ask, began, end, settle } = workshop({
            ...OPTIONS,
            waiting: 100,
          });
          const ended: string[] = [];
          const endFirst = async () => {
            const name = began.find(each => !ended.includes(each));
            if (name === undefined) return false;
            ended.push(name);
            await end(name);
            return true;
          };
          const asked: string[] = [];
          for (const [index, [who, ends]] of steps.entries()) {
            asked.push(`${who}-${index}`);
            void ask(`${who}-${index}`);
            await settle();
            expect(began.length - ended.length).toBeLessThanOrEqual(3);
            if (ends) await endFirst();
          }
          while (await endFirst());
          expect([...began].sort()).toEqual([...asked].sort());
        },
      ),
      { numRuns: 50 },
    );
  });
});
