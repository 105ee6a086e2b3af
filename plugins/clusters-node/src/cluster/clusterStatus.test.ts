import type { ClusterStatus } from '../types';
import { clusterStatus, nextLook, type StatusFacts } from './clusterStatus';

const NOW = 100_000;
const BEHIND = 5_000;
const fine: StatusFacts = {
  refused: false,
  probe: 'answered',
  heard: true,
  watches: [{ state: 'current', since: 0 }],
};
const late = (ms: number) => ({
  ...fine,
  watches: [...fine.watches, { state: 'behind' as const, since: NOW - ms }],
});
const starting = (ms: number) => ({
  ...fine,
  watches: [...fine.watches, { state: 'starting' as const, since: NOW - ms }],
});
const denied = {
  ...fine,
  watches: [{ state: 'denied' as const, since: 0 }],
};

it.each<[string, ClusterStatus, StatusFacts, ClusterStatus]>([
  ['all well', 'connecting', fine, 'live'],
  ['not heard yet', 'connecting', { ...fine, heard: false }, 'connecting'],
  ['nothing listed yet', 'connecting', starting(1), 'connecting'],
  ['nothing listed for long', 'connecting', starting(BEHIND), 'stale'],
  ['a kind is new', 'live', starting(1), 'live'],
  ['no answer', 'live', { ...fine, probe: 'failed' }, 'unreachable'],
  ['refused', 'live', { ...fine, refused: true }, 'unauthorized'],
  [
    'refused, and no answer',
    'live',
    { ...fine, refused: true, probe: 'failed' },
    'unauthorized',
  ],
  ['a watch just reconnects', 'live', late(BEHIND - 1), 'live'],
  ['a watch is late', 'live', late(BEHIND), 'stale'],
  ['back, but not caught up', 'unreachable', late(0), 'stale'],
  ['still catching up', 'stale', late(1), 'stale'],
  ['caught up', 'stale', fine, 'live'],
  ['a kind is not for us', 'stale', denied, 'live'],
  ['nobody watches', 'unreachable', { ...fine, watches: [] }, 'live'],
])('%s', (_, previous, facts, expected) => {
  expect(clusterStatus(previous, facts, NOW, BEHIND)).toBe(expected);
});

it('knows when patience ends', () => {
  expect(nextLook(late(1_000).watches, NOW, BEHIND)).toBe(NOW + 4_000);
  expect(nextLook(late(BEHIND).watches, NOW, BEHIND)).toBeUndefined();
  expect(nextLook(fine.watches, NOW, BEHIND)).toBeUndefined();
});
