import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { parseTimeout, waitFor } from './wait';

describe('waitFor', () => {
  it('looks until there is something, over an outage that it tells once', async () => {
    const answers = [
      () => undefined,
      () => {
        throw new ServiceUnavailableError('The forge cannot be reached');
      },
      () => {
        throw new ServiceUnavailableError('The forge cannot be reached');
      },
      () => 'built',
    ];
    const onAway = jest.fn();
    const found = await waitFor(async () => answers.shift()?.(), {
      timeoutMs: 20_000,
      what: 'the build',
      onAway,
    });
    expect(found).toBe('built');
    expect(onAway).toHaveBeenCalledTimes(1);
  });

  it('says at the end what it waited for, and what was in the way', async () => {
    const look = async () => {
      throw new ServiceUnavailableError('The forge cannot be reached');
    };
    await expect(
      waitFor(look, { timeoutMs: 1, what: 'the build of 3f2a91c0' }),
    ).rejects.toThrow(
      'Waited 0 s for the build of 3f2a91c0: The forge cannot be reached. Retry to go on waiting.',
    );
  });

  it('does not wait out what will not get better', async () => {
    const look = jest.fn(async () => {
      throw new NotAllowedError('Not yours');
    });
    await expect(
      waitFor(look, { timeoutMs: 60_000, what: 'it' }),
    ).rejects.toThrow('Not yours');
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('ends when it is called off', async () => {
    const controller = new AbortController();
    const waiting = waitFor(
      async () => {
        controller.abort(new Error('Cancelled by 王芳'));
        return undefined;
      },
      { timeoutMs: 60_000, what: 'it', signal: controller.signal },
    );
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('parseTimeout', () => {
  it.each([
    ['PT10M', 600_000],
    ['PT1H30M', 5_400_000],
    ['PT5S', 5_000],
  ])('reads %s', (text, ms) => expect(parseTimeout(text)).toBe(ms));

  it.each(['', 'PT', 'PT0S', '10m', 'P1D', 'PT7H', 'PT10'])(
    'refuses "%s"',
    text => expect(() => parseTimeout(text)).toThrow('between PT1S and PT6H'),
  );
});
