import { parse } from 'yaml';
import { CORNERS } from './__testUtils__/corners';
import { HOUSE, startDryRuns } from './__testUtils__/startDryRuns';

let scaffolder: Awaited<ReturnType<typeof startDryRuns>>;
beforeAll(async () => {
  scaffolder = await startDryRuns(undefined, { pipelineTokens: 'gitlab' });
});
afterAll(() => scaffolder?.stop());

it('has GitLab sign the token of the pipeline, where the portal takes such tokens', async () => {
  const { files } = await scaffolder.run(
    'node-service',
    CORNERS['node-service']['with the fewest answers'],
  );
  const pipeline = parse(files.get('.gitlab-ci.yml')?.text ?? '');
  expect(pipeline['.deploy'].id_tokens).toEqual({
    PILOTHOUSE_TOKEN: { aud: HOUSE.portalUrl },
  });
  const docs = files.get('docs/release.md')?.text;
  expect(docs).toContain('GitLab signs it for each job');
  expect(docs).not.toContain('; masked');
});
