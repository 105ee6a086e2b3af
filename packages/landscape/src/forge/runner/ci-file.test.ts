import { expand, readCiFile } from './ci-file';

describe('readCiFile', () => {
  it('reads jobs by stage, with what they extend', () => {
    const { jobs, variables } = readCiFile(`
stages: [test, deploy]
variables: { VERSION: 1.2, NAMED: { value: x, description: y } }
workflow: { rules: [{ if: $CI }] }
.deploy: { stage: deploy, script: [!reference [.x, script], go] }
deploy-prod: { extends: .deploy, rules: [{ when: manual }] }
test: { script: npm test, allow_failure: true }
`);
    expect(variables).toEqual({ VERSION: '1.2', NAMED: 'x' });
    expect(jobs).toMatchObject([
      { name: 'test', stage: 'test', script: ['npm test'], allowFailure: true },
      { name: 'deploy-prod', stage: 'deploy', script: ['go'], manual: true },
    ]);
  });

  it.each([
    ['', 'Invalid configuration format'],
    ['a: [', 'Invalid configuration format'],
    ['stages: [a]', 'at least one visible job'],
    ['job: text', 'implement the script'],
    ['job: { stage: nowhere, script: x }', 'chosen stage nowhere'],
  ])('refuses %j', (text, message) => {
    expect(() => readCiFile(text)).toThrow(message);
  });

  it('survives what refers to itself', () => {
    const text =
      '.a: { extends: .b }\n.b: { extends: .a }\nx: { extends: .a, script: y }';
    expect(readCiFile(text).jobs).toMatchObject([{ name: 'x' }]);
  });
});

describe('expand', () => {
  it('puts values in, also those that values name', () => {
    const variables = { A: '$B-${C}', B: 'b', C: 'c' };
    expect(expand('x/$A:$NONE.', variables)).toBe('x/b-c:.');
    expect(expand('$A', { A: '$A$A' })).toBe('');
  });
});
