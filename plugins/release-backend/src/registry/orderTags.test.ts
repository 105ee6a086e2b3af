import fc from 'fast-check';
import { orderTags } from './orderTags';

describe('orderTags', () => {
  it('puts higher versions, numbers and dates first, and moving names last', () => {
    const ordered = [
      'v2.0.0',
      '1.10.0',
      '1.9.1',
      '1.9.0',
      '1.9.0-rc.10',
      '1.9.0-rc.9',
      '0.1.0',
      'release-20261120',
      'build-10',
      'build-9',
      'latest',
    ];
    expect(orderTags([...ordered].reverse())).toEqual(ordered);
    expect(orderTags(['20261119', '20261120'])).toEqual([
      '20261120',
      '20261119',
    ]);
  });

  it('loses none, and is the same however they came', () => {
    const tag = fc.stringMatching(/^\w[\w.-]{0,12}$/);
    fc.assert(
      fc.property(fc.uniqueArray(tag), tags => {
        const ordered = orderTags(tags);
        expect([...ordered].sort()).toEqual([...tags].sort());
        // Only what no rule tells apart may change places.
        expect(orderTags(ordered)).toEqual(ordered);
      }),
    );
  });
});
