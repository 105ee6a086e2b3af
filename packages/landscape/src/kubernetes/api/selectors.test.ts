import { resources } from '../resources';
import type { KubeObject } from '../types';
import { parseFieldSelector } from './field-selector';
import { parseLabelSelector } from './label-selector';

describe('parseLabelSelector', () => {
  const labels = {
    app: 'shop',
    tier: 'web',
    'example.com/size': '5',
    empty: '',
  };

  it.each([
    ['', true],
    ['app=shop', true],
    ['app==shop,tier=web', true],
    ['app=other', false],
    ['app!=other,none!=x', true],
    ['app!=shop', false],
    ['app', true],
    ['none', false],
    ['!none', true],
    ['!app', false],
    ['tier in (api, web)', true],
    ['tier in (api)', false],
    ['tier notin (api),none notin (x)', true],
    ['tier notin (web)', false],
    ['empty=', true],
    ['empty in (,x)', true],
    ['empty in ()', true],
    ['example.com/size>4,example.com/size<6', true],
    ['example.com/size>5', false],
    [' app = shop , tier', true],
  ])('%p matches: %p', (text, expected) => {
    expect(parseLabelSelector(text)(labels)).toBe(expected);
  });

  it.each([
    ['a===b', "unable to parse requirement: found '=', expected: identifier"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a,', "found '', expected: identifier after ','"],
    [',a', "found ',', expected: !, identifier, or 'end of string'"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    [
      'a b',
      "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
    ],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
  ])('%p is refused: %s', (text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(message);
  });
});

describe('parseFieldSelector', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-1', namespace: 'shop' },
    spec: { nodeName: 'node-1' },
    status: { phase: 'Running' },
  } as unknown as KubeObject;

  it.each([
    ['', true],
    ['status.phase=Running,spec.nodeName==node-1', true],
    ['status.phase!=Running', false],
    ['metadata.name=web-1', true],
    ['spec.hostNetwork=false', true],
    ['status.podIP=', true],
  ])('%p matches: %p', (text, expected) => {
    expect(parseFieldSelector(resources.pods, text)(pod)).toBe(expected);
  });

  it('selects only by the fields that the kind has for it', () => {
    expect(() => parseFieldSelector(resources.pods, 'spec.foo=b')).toThrow(
      'field label not supported: spec.foo',
    );
    expect(() => parseFieldSelector(resources.configMaps, 'data.x=b')).toThrow(
      '"data.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
    );
    expect(() => parseFieldSelector(resources.pods, 'foo')).toThrow(
      "invalid selector: 'foo'; can't understand 'foo'",
    );
  });
});
