import type { Health } from '@pilothouse/plugin-skywalking-common';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook } from '@testing-library/react';
import { createElement, type PropsWithChildren } from 'react';
import { health, orderApi } from '../../dev/fixtures/orderApi';
import { useKnown } from './useKnown';

const NOW = Date.parse('2026-11-21T08:30:00.000Z');
const good: Health = health('prod', { now: NOW });
const away: Health = {
  ...good,
  service: orderApi('prod', {
    status: 'away',
    problem: { code: 'timeout', params: { instance: 'prod' } },
  }),
  asOf: '2026-11-21T08:31:00.000Z',
};

interface Props {
  data: Health;
  error?: Error;
  of: string;
}

function known(
  subject: string,
  cache = new QueryClient(),
  initialProps: Props = { data: good, of: subject },
) {
  return renderHook(
    ({ data, error, of }: Props) => useKnown({ data, error }, 'health', of),
    {
      initialProps,
      wrapper: ({ children }: PropsWithChildren) =>
        createElement(QueryClientProvider, { client: cache }, children),
    },
  );
}

describe('useKnown', () => {
  it('keeps the last good answer while SkyWalking is away, and says since when', () => {
    const { result, rerender } = known('prod');
    expect(result.current).toEqual({ answer: good });
    rerender({ data: away, of: 'prod' });
    expect(result.current).toEqual({
      answer: good,
      stale: { since: good.asOf, problem: away.service.problem },
    });
  });

  it('knows it when the screen is left and opened again', () => {
    const cache = new QueryClient();
    known('prod', cache).unmount();
    const { result } = known('prod', cache, { data: away, of: 'prod' });
    expect(result.current.answer).toEqual(good);
    expect(result.current.stale?.since).toBe(good.asOf);
  });

  it('never shows the numbers of something else', () => {
    const { result, rerender } = known('prod');
    rerender({ data: away, of: 'staging' });
    expect(result.current).toEqual({ answer: away });
  });

  it('forgets what is gone on purpose', () => {
    const { result, rerender } = known('prod');
    const refused: Health = {
      ...good,
      service: orderApi('prod', { status: 'refused' }),
    };
    rerender({ data: refused, of: 'prod' });
    rerender({ data: away, of: 'prod' });
    expect(result.current.stale).toBeUndefined();
  });

  it('calls an answer old when the portal does not answer', () => {
    const { result, rerender } = known('prod');
    rerender({ data: good, error: new Error('x'), of: 'prod' });
    expect(result.current).toEqual({
      answer: good,
      stale: { since: good.asOf },
    });
  });
});
