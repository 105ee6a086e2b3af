import { extentOf, linePath } from './linePath';

const box = { width: 30, height: 10, low: 0, high: 10 };

describe('linePath', () => {
  it('has a gap where there is no value, and a dot for what stands alone', () => {
    expect(linePath([0, 10, null, 5], box)).toEqual({
      d: 'M0 10L10 0',
      dots: [{ x: 30, y: 5 }],
    });
  });

  it('draws what never changes in the middle', () => {
    expect(linePath([7, 7], { ...box, low: 7, high: 7 }).d).toBe('M0 5L30 5');
  });

  it('draws nothing of nothing', () => {
    expect(linePath([null, null], box)).toEqual({ d: '', dots: [] });
    expect(extentOf([null], [])).toBeUndefined();
    expect(extentOf([3, null], [9])).toEqual({ low: 3, high: 9 });
  });
});
