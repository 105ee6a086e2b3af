import type { ConnectionSettings } from './connectionSettings';
import { Credentials } from './Credentials';

const settings = (origin: string): ConnectionSettings => ({
  origin,
  prefix: '',
  rejectUnauthorized: true,
  token: `token of ${origin}`,
});

it('keeps no answer to what was asked before the cluster moved', async () => {
  const answers: ((value: ConnectionSettings) => void)[] = [];
  const credentials = new Credentials(
    () => new Promise(resolve => answers.push(resolve)),
  );
  const before = credentials.current(60_000);
  credentials.forget();
  const after = credentials.current(60_000);
  expect(answers).toHaveLength(2);
  answers[1](settings('https://new'));
  answers[0](settings('https://old'));

  expect((await before).settings.origin).toBe('https://old');
  expect((await after).settings.origin).toBe('https://new');
  const kept = await credentials.current(60_000);
  expect(kept.settings.origin).toBe('https://new');
});

describe('where there is an older credential', () => {
  type Strategy = () => Promise<ConnectionSettings>;
  const never: Strategy = () => new Promise(() => {});
  const fails: Strategy = async () => {
    throw new Error('STS is down');
  };

  /** Credentials that have one, and what the strategy does from now on. */
  async function after(strategy: Strategy, timings = {}) {
    const ask = jest.fn<Promise<ConnectionSettings>, []>();
    ask.mockResolvedValueOnce(settings('https://old'));
    const credentials = new Credentials(ask, {
      patienceMs: 10,
      timeoutMs: 200,
      ...timings,
    });
    const older = await credentials.current(0);
    ask.mockImplementation(strategy);
    return { credentials, older, ask };
  }

  it.each([
    ['fails', fails],
    ['takes too long', never],
  ])('uses it when the strategy %s', async (_, strategy) => {
    const { credentials, older } = await after(strategy);
    expect(await credentials.current(-1)).toBe(older);
  });

  it('leaves a strategy that fails alone for a while', async () => {
    const { credentials, older, ask } = await after(fails);
    await credentials.current(-1);
    expect(await credentials.current(-1)).toBe(older);
    expect(ask).toHaveBeenCalledTimes(2);
    // But not where nothing else is left.
    await expect(credentials.after(older)).rejects.toThrow('STS is down');
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('asks a strategy again that failed a while ago', async () => {
    const { credentials, ask } = await after(fails, { retryMs: 0 });
    await credentials.current(-1);
    ask.mockResolvedValue(settings('https://new'));
    const session = await credentials.current(-1);
    expect(session.settings.origin).toBe('https://new');
  });

  it('does not use it for a cluster that has moved meanwhile', async () => {
    const { credentials, ask } = await after(never);
    const asked = credentials.current(-1);
    ask.mockResolvedValue(settings('https://new'));
    credentials.forget();
    expect((await asked).settings.origin).toBe('https://new');
  });
});
