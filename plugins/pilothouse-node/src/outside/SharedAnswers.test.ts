import { SharedAnswers } from './SharedAnswers';

function create({ keepMs = 1_000, most = 10 } = {}) {
  let now = 0;
  const answers = new SharedAnswers<string>({
    keepMs,
    most,
    clock: () => now,
  });
  return { answers, pass: (ms: number) => (now += ms) };
}

/** A question that is answered when the test says so. */
function question() {
  const asked: AbortSignal[] = [];
  let resolve: (answer: string) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<string>((answered, failed) => {
    resolve = answered;
    reject = failed;
  });
  return {
    asked,
    resolve,
    reject,
    ask: (signal: AbortSignal) => {
      asked.push(signal);
      return promise;
    },
  };
}

describe('shared answers', () => {
  it('ask once for all who ask the same at the same time', async () => {
    const { answers } = create();
    const { ask, asked, resolve } = question();
    const all = [1, 2, 3].map(() => answers.get('a', ask));
    await Promise.resolve();
    resolve('yes');
    expect(await Promise.all(all)).toEqual(['yes', 'yes', 'yes']);
    expect(asked).toHaveLength(1);
  });

  it('keep an answer for a while, and not longer', async () => {
    const { answers, pass } = create({ keepMs: 100 });
    let count = 0;
    const ask = async () => `${(count += 1)}`;
    expect(await answers.get('a', ask)).toBe('1');
    pass(99);
    expect(await answers.get('a', ask)).toBe('1');
    expect(await answers.get('b', ask)).toBe('2');
    pass(1);
    expect(await answers.get('a', ask)).toBe('3');
  });

  it('call the question off when the last who waits has left, and not before', async () => {
    const { answers } = create();
    const { ask, asked } = question();
    const [first, second] = [new AbortController(), new AbortController()];
    const waiting = [first, second].map(({ signal }) =>
      answers.get('a', ask, signal),
    );
    await Promise.resolve();
    first.abort(new Error('left'));
    await expect(waiting[0]).rejects.toThrow('left');
    expect(asked[0].aborted).toBe(false);
    second.abort(new Error('left too'));
    await expect(waiting[1]).rejects.toThrow('left too');
    expect(asked[0].aborted).toBe(true);
    expect(await answers.get('a', async () => 'anew')).toBe('anew');
  });

  it('keep no failure', async () => {
    const { answers } = create();
    const fail = async () => {
      throw new Error('no');
    };
    await expect(answers.get('a', fail)).rejects.toThrow('no');
    expect(await answers.get('a', async () => 'yes')).toBe('yes');
  });

  it('ask nobody for who has left already', async () => {
    const { answers } = create();
    const { ask, asked } = question();
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(answers.get('a', ask, gone)).rejects.toThrow('gone');
    expect(asked).toEqual([]);
  });

  it('forget the oldest beyond their number', async () => {
    const { answers } = create({ most: 2 });
    for (const key of ['a', 'b', 'c']) {
      await answers.get(key, async () => key);
    }
    expect(await answers.get('a', async () => 'asked again')).toBe(
      'asked again',
    );
    expect(await answers.get('c', async () => 'asked again')).toBe('c');
  });
});
