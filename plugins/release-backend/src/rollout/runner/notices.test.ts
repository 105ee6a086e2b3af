import { rolloutDefinition } from '../../__testUtils__/rolloutDefinition';
import { reduce } from '../reduce';
import { noticeOf } from './notices';

it('says what others have written on one line, without what cannot be shown', () => {
  const definition = {
    ...rolloutDefinition(['prod/prod-beijing/order/order-api']),
    reason: `sale\nbegins\u0007 \u202etoday${'!'.repeat(400)}`,
  };
  const started = { type: 'started' as const, definition };
  const state = reduce(undefined, { sequence: 1, at: 0, event: started });
  const notice = noticeOf({ type: 'step-entered', index: 0 }, undefined, state);
  expect(notice?.description).toMatch(/^sale begins today!{282}…$/);
  expect(notice?.title).not.toMatch(/[\p{Cc}\u202e]/u);
});
