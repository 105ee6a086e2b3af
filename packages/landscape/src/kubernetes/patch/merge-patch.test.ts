import fc from 'fast-check';
import type { Json } from '../types';
import { applyMergePatch } from './merge-patch';

describe('JSON merge patch', () => {
  // The examples of RFC 7386.
  it.each<[Json, Json, Json]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j and %j make %j', (doc, patch, result) => {
    expect(applyMergePatch(doc, patch)).toEqual(result);
  });

  it('changes nothing when applied again', () => {
    const object = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(object, object, (doc, patch) => {
        const once = applyMergePatch(doc as Json, patch as Json);
        expect(applyMergePatch(once, patch as Json)).toEqual(once);
      }),
    );
  });

  it('wants an object', () => {
    expect(() => applyMergePatch({}, null)).toThrow('Invalid JSON Patch');
    expect(() => applyMergePatch({}, [])).toThrow(
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    );
  });
});
