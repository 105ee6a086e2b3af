import fc from 'fast-check';
import { ApiError } from '../api-error';
import type { Json } from '../types';
import { applyJsonPatch } from './json-patch';

const doc: Json = {
  metadata: { annotations: { 'a/b': '1' } },
  spec: { replicas: 3, containers: [{ image: 'a' }, { image: 'b' }] },
};

function outcome(ops: Json): Json {
  try {
    return applyJsonPatch(doc, ops);
  } catch (error) {
    if (error instanceof ApiError) return `${error.code} ${error.message}`;
    throw error;
  }
}

const REJECTED =
  '422 the server rejected our request due to an error in our request';

describe('JSON patch', () => {
  it('adds, removes, replaces, moves, copies and tests', () => {
    expect(
      applyJsonPatch(doc, [
        { op: 'test', path: '/spec/replicas', value: 3 },
        { op: 'replace', path: '/spec/replicas', value: 4 },
        { op: 'add', path: '/spec/containers/1', value: { image: 'c' } },
        { op: 'add', path: '/spec/containers/-', value: { image: 'd' } },
        { op: 'remove', path: '/spec/containers/0' },
        { op: 'copy', from: '/spec/containers/0', path: '/spec/first' },
        { op: 'move', from: '/metadata/annotations/a~1b', path: '/moved' },
      ]),
    ).toEqual({
      metadata: { annotations: {} },
      spec: {
        replicas: 4,
        containers: [{ image: 'c' }, { image: 'b' }, { image: 'd' }],
        first: { image: 'c' },
      },
      moved: '1',
    });
    expect(doc).toHaveProperty('spec.replicas', 3);
  });

  it.each<[string, Json]>([
    ['adds what replace does not find', [{ op: 'replace', path: '/new' }]],
    [
      'copies null for what is not there',
      [{ op: 'copy', from: '/x', path: '/new' }],
    ],
    [
      'takes null for what is not there',
      [
        { op: 'test', path: '/x', value: null },
        { op: 'add', path: '/new' },
      ],
    ],
  ])('%s', (_what, ops) => {
    expect(outcome(ops)).toMatchObject({ new: null });
  });

  it('counts from the end of a list', () => {
    const path = '/spec/containers/-1/image';
    expect(outcome([{ op: 'replace', path, value: 'z' }])).toMatchObject({
      spec: { containers: [{ image: 'a' }, { image: 'z' }] },
    });
  });

  it.each<Json>([
    { op: 'test', path: '/spec/replicas', value: 5 },
    { op: 'replace', path: '/nope/deep', value: 5 },
    { op: 'remove', path: '/nope' },
    { op: 'add', path: '/spec/containers/5', value: {} },
    { op: 'add', path: '/spec/containers/x', value: {} },
    { op: 'remove', path: '/spec/containers/2' },
    { op: 'move', from: '/nope', path: '/x' },
    { op: 'bogus', path: '/spec' },
    { op: 'add', value: 1 },
    { op: 'add', path: '', value: {} },
    { op: 'replace', path: '', value: 3 },
  ])('refuses %j without saying why', operation => {
    expect(outcome([operation])).toBe(REJECTED);
  });

  it('wants a list of operations', () => {
    expect(outcome({ op: 'add' })).toBe(
      '400 error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    );
    expect(outcome(['a'])).toBe(
      '400 error decoding patch: json: cannot unmarshal string into Go value of type handlers.jsonPatchOp',
    );
  });

  it('undoes what it has done', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (key, value) => {
        const path = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const added = applyJsonPatch({}, [
          { op: 'add', path, value: value as Json },
          { op: 'test', path, value: value as Json },
        ]);
        expect(applyJsonPatch(added, [{ op: 'remove', path }])).toEqual({});
      }),
    );
  });
});
