import fc from 'fast-check';
import { FieldSet, formatPath, type Path } from './field-set';

const element = fc.constantFrom(
  'f:a',
  'f:b',
  'k:{"name":"x"}',
  'v:"y"',
  'f:with.dots/and-slash',
);
const paths = fc.array(fc.array(element, { minLength: 1, maxLength: 4 }), {
  maxLength: 8,
});

function keys(set: FieldSet): Set<string> {
  return new Set([...set.paths()].map(path => path.join('|')));
}

describe('sets of fields', () => {
  it('survive their JSON', () => {
    fc.assert(
      fc.property(paths, list => {
        const set = FieldSet.of(...list);
        expect(keys(FieldSet.fromJson(set.toJson()))).toEqual(keys(set));
        expect(keys(set)).toEqual(new Set(list.map(path => path.join('|'))));
      }),
    );
  });

  it('do what sets do', () => {
    fc.assert(
      fc.property(paths, paths, (left, right) => {
        const a = FieldSet.of(...left);
        const b = FieldSet.of(...right);
        const [inA, inB] = [keys(a), keys(b)];
        const only = (test: (path: string) => boolean) =>
          new Set([...inA].filter(test));
        expect(keys(a.union(b))).toEqual(new Set([...inA, ...inB]));
        expect(keys(a.intersection(b))).toEqual(only(path => inB.has(path)));
        expect(keys(a.difference(b))).toEqual(only(path => !inB.has(path)));
        expect(a.difference(b).isEmpty).toBe([...inA].every(p => inB.has(p)));
        const isBelow = (path: string) =>
          [...inB].some(
            other => path === other || path.startsWith(`${other}|`),
          );
        expect(keys(a.without(b))).toEqual(only(path => !isBelow(path)));
      }),
    );
  });

  it('are written as managedFields write them', () => {
    const web: Path = ['f:spec', 'f:containers', 'k:{"name":"web"}'];
    const set = FieldSet.of(web, [...web, 'f:image'], ['f:spec', 'f:replicas']);
    expect(set.toJson()).toEqual({
      'f:spec': {
        'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {} } },
        'f:replicas': {},
      },
    });
    expect(formatPath([...web, 'f:image'])).toBe(
      '.spec.containers[name="web"].image',
    );
    expect(formatPath(['f:metadata', 'f:finalizers', 'v:"x/y"'])).toBe(
      '.metadata.finalizers[="x/y"]',
    );
  });
});
