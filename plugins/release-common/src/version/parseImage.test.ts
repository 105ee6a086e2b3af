import fc from 'fast-check';
import { parseImage } from './parseImage';
import { shortDigest, versionOf } from './versionOf';

const DIGEST = `sha256:${'2e0228e7b47f379a'.repeat(4)}`;

describe('parseImage', () => {
  it.each([
    ['nginx', { repository: 'nginx' }],
    ['nginx:1.27', { repository: 'nginx', tag: '1.27' }],
    ['library/nginx', { repository: 'library/nginx' }],
    [
      'registry.yunfan.test/order/order-api:1.4.0',
      {
        registry: 'registry.yunfan.test',
        repository: 'order/order-api',
        tag: '1.4.0',
      },
    ],
    [
      'localhost:5000/order-api',
      { registry: 'localhost:5000', repository: 'order-api' },
    ],
    ['localhost/order-api', { registry: 'localhost', repository: 'order-api' }],
    [
      `registry.test/order-api:1.4.0@${DIGEST}`,
      {
        registry: 'registry.test',
        repository: 'order-api',
        tag: '1.4.0',
        digest: DIGEST,
      },
    ],
    [`order-api@${DIGEST}`, { repository: 'order-api', digest: DIGEST }],
    // What is no tag stays where it is.
    ['order-api:', { repository: 'order-api:' }],
    ['', { repository: '' }],
  ])('takes %p apart', (reference, parts) => {
    expect(parseImage(reference)).toEqual({ reference, ...parts });
  });

  it('finds again what a reference was made of', () => {
    const name = fc.stringMatching(/^[a-z0-9]{1,8}([._-][a-z0-9]{1,8})?$/);
    const optional = <T>(arbitrary: fc.Arbitrary<T>) =>
      fc.option(arbitrary, { nil: undefined });
    fc.assert(
      fc.property(
        optional(fc.stringMatching(/^[a-z]{1,8}\.[a-z]{2,5}(:[0-9]{2,5})?$/)),
        fc.array(name, { minLength: 1, maxLength: 4 }),
        optional(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/)),
        optional(fc.stringMatching(/^sha256:[a-f0-9]{64}$/)),
        (registry, path, tag, digest) => {
          // Without a registry, a first part with a dot would be one.
          const names = registry ? path : ['app', ...path];
          const reference = [
            registry ? `${registry}/` : '',
            names.join('/'),
            tag ? `:${tag}` : '',
            digest ? `@${digest}` : '',
          ].join('');
          const expected = {
            reference,
            repository: names.join('/'),
            registry,
            tag,
            digest,
          };
          expect(parseImage(reference)).toMatchObject(
            JSON.parse(JSON.stringify(expected)),
          );
        },
      ),
    );
  });

  it('bears every text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), text => {
        const { reference, repository } = parseImage(text);
        expect(text.startsWith(reference)).toBe(true);
        expect(reference).toContain(repository);
      }),
    );
  });
});

describe('versionOf', () => {
  it.each([
    [`nginx:1.27@${DIGEST}`, '1.27'],
    [`nginx@${DIGEST}`, '2e0228e7b47f'],
    ['nginx', 'latest'],
  ])('calls %p by its tag, or digest', (reference, version) => {
    expect(versionOf(parseImage(reference))).toBe(version);
  });

  it('shortens a digest that names no algorithm', () => {
    expect(shortDigest('0123456789abcdef')).toBe('0123456789ab');
  });
});
