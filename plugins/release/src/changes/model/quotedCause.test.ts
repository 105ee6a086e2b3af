import { quotedCause } from './quotedCause';

describe('quotedCause', () => {
  it('reads what the portal says, and leaves people their words', () => {
    expect(
      quotedCause('evidence-failed (provider kubernetes, check restarts)'),
    ).toEqual({
      code: 'evidence-failed',
      params: { provider: 'kubernetes', check: 'restarts' },
    });
    expect(quotedCause('entity-gone')).toEqual({
      code: 'entity-gone',
      params: {},
    });
    expect(quotedCause('fix coupon rounding, ORD-812')).toBeUndefined();
    expect(quotedCause('hot-fix (urgent)')).toBeUndefined();
  });
});
