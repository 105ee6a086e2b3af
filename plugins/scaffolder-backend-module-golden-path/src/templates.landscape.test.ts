import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import { createPublishRepositoryAction } from './actions/publishRepository';
import { CORNERS } from './__testUtils__/corners';
import { runAction } from './__testUtils__/runAction';
import { lay, startDryRuns } from './__testUtils__/startDryRuns';
import { startForgeOfLandscape } from './__testUtils__/startForgeOfLandscape';

jest.setTimeout(120_000);

/** Longer than any pipeline and any start of a pod here. */
const PATIENCE_SECONDS = 300;

let folder: string;
let scaffolder: Awaited<ReturnType<typeof startDryRuns>>;
let world: Awaited<ReturnType<typeof startForgeOfLandscape>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'templates-'));
  scaffolder = await startDryRuns();
  world = await startForgeOfLandscape();
});
afterAll(async () => {
  await scaffolder?.stop();
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What is there of a kind on the cluster dev, with a label `app`. */
function onDev(path: string, app: string): Promise<any[]> {
  const dev = world.landscape.clusters.find(({ name }) => name === 'dev');
  if (!dev) throw new Error('The landscape has no cluster dev');
  const url = `${dev.url}/${path}?labelSelector=app%3D${app}`;
  const headers = { Authorization: `Bearer ${dev.tokens.admin}` };
  return new Promise((resolve, reject) => {
    request(url, { ca: dev.caPem, headers }, async response => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve(JSON.parse(Buffer.concat(chunks).toString()).items);
      } catch (error) {
        reject(error);
      }
    })
      .on('error', reject)
      .end();
  });
}

/** Lets the landscape's time pass until something has come about, or never will. */
async function until<T>(
  look: () => Promise<T>,
  isSo: (value: T) => boolean,
): Promise<T> {
  let value = await look();
  for (let second = 0; second < PATIENCE_SECONDS && !isSo(value); second++) {
    world.landscape.clock.advance(1000);
    value = await look();
  }
  return value;
}

const corners = Object.entries(CORNERS)
  .filter(([template]) => template !== 'register-existing')
  .flatMap(([template, answers]) =>
    Object.entries(answers).map(
      ([corner, values]) => [template, corner, values] as const,
    ),
  )
  .filter(([, , { environments }]) =>
    (environments as JsonObject[]).some(({ name }) => name === 'dev'),
  )
  .map(
    ([template, corner, values], index) =>
      [template, corner, { ...values, name: `try-${index}` }] as const,
  );

it.each(corners)(
  'what %s makes, %s, is built and comes up in dev',
  async (template, _, values) => {
    const { name } = values;
    const workspacePath = await mkdtemp(join(folder, 'made-'));
    await lay(await scaffolder.run(template, values), workspacePath);
    const { commit } = await runAction(
      createPublishRepositoryAction(world.deps),
      { repoUrl: world.repoUrl('order', name) },
      { workspacePath },
    );
    const project = `order/${name}`;
    const pipeline = await until(
      async () =>
        (
          await world.api.Pipelines.all(project, { sha: String(commit) })
        )[0],
      item => ['success', 'failed'].includes(item?.status),
    );
    const jobs = await world.api.Jobs.all(project, { pipelineId: pipeline.id });
    expect(
      jobs.filter(({ status }) => status !== 'success' && status !== 'manual'),
    ).toEqual([]);

    const kind = template === 'redis' ? 'statefulsets' : 'deployments';
    const path = `apis/apps/v1/namespaces/order/${kind}`;
    const workloads = await until(
      () => onDev(path, name),
      items =>
        items.length > 0 &&
        items.every(
          ({ spec, status }) => (status?.readyReplicas ?? 0) === spec.replicas,
        ),
    );
    expect(
      workloads.map(({ metadata, spec, status }) => [
        metadata.name,
        spec.replicas,
        status?.readyReplicas ?? 0,
      ]),
    ).toEqual([
      [name, 1, 1],
      ...(template === 'redis' ? [] : [[`${name}-canary`, 0, 0]]),
    ]);
  },
);
