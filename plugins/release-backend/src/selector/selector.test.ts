import { toError } from '@backstage/errors';
import fc from 'fast-check';
import {
  equalityOf,
  selects,
  type Labels,
  type LabelSelector,
} from './LabelSelector';
import { parseLabelSelector } from './parseLabelSelector';

const LABELS: Labels[] = [
  { app: 'order', role: 'release' },
  { app: 'order', role: 'canary' },
  { app: 'pay', role: 'release', 'a.io/x': '1' },
  { app: '' },
  undefined,
];

function chosen(text: string): number[] {
  const selector = parseLabelSelector(text);
  return LABELS.flatMap((labels, at) =>
    selects(selector, labels) ? [at] : [],
  );
}

function outcome(text: string): string {
  try {
    return parseLabelSelector(text).requirements.length > 0 ? 'selects' : '';
  } catch (error) {
    return toError(error).name;
  }
}

describe('label selectors', () => {
  it.each([
    ['app=order', [0, 1]],
    ['app==order,role=canary', [1]],
    [' app = order , role != canary ', [0]],
    ['app in (order, pay)', [0, 1, 2]],
    ['app,role notin (canary)', [0, 2, 3]],
    ['app,!role', [3]],
    ['a.io/x', [2]],
    ['app=', [3]],
    ['app in (,pay)', [2, 3]],
    ['app in (order),role in (release)', [0]],
    // What every object inherits is no label.
    ['constructor', []],
  ])('%p selects %p', (text, expected) => {
    expect(chosen(text)).toEqual(expected);
  });

  it.each([
    '',
    '   ',
    ',',
    'app,',
    'app=order role=canary',
    'app=a=b',
    'app in order',
    'app in ()',
    'app in (a b)',
    'app in (a,(b))',
    'app in (a',
    'app in (b),c,(d)',
    '=order',
    '!',
    '!=x',
    'a/b/c=x',
    'app=*',
    'app=-x',
    'Prefix.io/a=x',
    'app>5',
    `app=${'x'.repeat(64)}`,
    'a'.repeat(2001),
    // These alone would select what belongs to everybody.
    '!role',
    'role!=canary',
    'role notin (canary),!app',
  ])('%p is refused', text => {
    expect(() => parseLabelSelector(text)).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
  });

  it('are read back as they were written', () => {
    const key = fc.stringMatching(/^([a-z]{1,5}\.io\/)?[a-z][a-z0-9]{0,8}$/);
    const value = fc.stringMatching(/^[A-Za-z0-9]{0,8}$/);
    const values = fc
      .uniqueArray(value, { minLength: 1, maxLength: 4 })
      .filter(([first]) => first !== '');
    const requirement = fc.oneof(
      fc.record({ key, operator: fc.constant('In' as const), values }),
      fc.record({ key, operator: fc.constant('NotIn' as const), values }),
      fc.record({ key, operator: fc.constant('Exists' as const) }),
      fc.record({ key, operator: fc.constant('DoesNotExist' as const) }),
    );
    const written = (selector: LabelSelector) =>
      selector.requirements
        .map(part => {
          switch (part.operator) {
            case 'In':
              return `${part.key} in (${part.values.join(', ')})`;
            case 'NotIn':
              return `${part.key} notin (${part.values.join(',')})`;
            case 'Exists':
              return part.key;
            default:
              return `!${part.key}`;
          }
        })
        .join(' , ');
    fc.assert(
      fc.property(
        fc.array(requirement, { maxLength: 4 }),
        requirement.filter(({ operator }) => operator === 'In'),
        (some, one) => {
          const selector = { requirements: [...some, one] };
          expect(parseLabelSelector(written(selector))).toEqual(selector);
        },
      ),
    );
  });

  it('bear every text', () => {
    const unit = fc.constantFrom(...'ab =!,()/.-in'.split(''));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), text => {
        expect(outcome(text)).toMatch(/^(selects|InputError)$/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['role,app=order', { key: 'app', value: 'order' }],
    ['app in (order)', { key: 'app', value: 'order' }],
    ['app in (order,pay),role', undefined],
  ])('of %p one equality can be looked up: %p', (text, equality) => {
    expect(equalityOf(parseLabelSelector(text))).toEqual(equality);
  });
});
