import { parseImage } from './images';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

describe('parseImage', () => {
  it('takes a reference apart, with a port in its host', () => {
    expect(parseImage('localhost:5000/order/order-api:1.4.1')).toEqual({
      repository: 'localhost:5000/order/order-api',
      tag: '1.4.1',
      digest: undefined,
      behaviour: 'healthy',
    });
    expect(parseImage('localhost:5000/order-api').tag).toBeUndefined();
  });

  it.each([
    ['a:1.0-slow', 'slow'],
    ['a:1.0-errors', 'errors'],
    ['a:1.0-leak', 'leak'],
    ['a:1.0-crash', 'crash'],
    ['a:1.0-neverready', 'neverready'],
    [`a:1.0-missing@${DIGEST}`, 'missing'],
    ['a-dies', 'dies'],
    ['a:crash', 'healthy'],
    ['a:1.0-crash-2', 'healthy'],
  ])('reads what %s does: %s', (image, behaviour) => {
    expect(parseImage(image).behaviour).toBe(behaviour);
  });
});
