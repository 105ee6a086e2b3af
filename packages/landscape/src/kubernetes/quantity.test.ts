import { formatQuantity, parseQuantity } from './quantity';

function canonical(text: string): string | undefined {
  const quantity = parseQuantity(text);
  return quantity && formatQuantity(quantity);
}

describe('quantities', () => {
  it.each([
    ['1000m', '1'],
    ['0.5', '500m'],
    ['1.5', '1500m'],
    ['1500', '1500'],
    ['1000', '1k'],
    ['1024Mi', '1Gi'],
    ['1000Mi', '1000Mi'],
    ['0.5Gi', '512Mi'],
    ['512Ki', '512Ki'],
    ['1Ki', '1Ki'],
    ['0.1Ki', '102400m'],
    ['1e3', '1e3'],
    ['12E6', '12e6'],
    ['0', '0'],
    ['-1', '-1'],
    ['1n', '1n'],
    ['0.1n', '1n'],
  ])('%s is written as %s', (text, written) => {
    expect(canonical(text)).toBe(written);
  });

  it.each(['', 'abc', '1KB', '1 Gi', '--1', '.', '1e'])('%j is none', text => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  it('compares across units', () => {
    expect(parseQuantity('1Gi')?.nanos).toBe(parseQuantity('1024Mi')?.nanos);
    expect(parseQuantity('1G')?.nanos).toBe(parseQuantity('1e9')?.nanos);
  });
});
