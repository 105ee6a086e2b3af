import { ForgeRefusal, jsonAnswer, notFound, type ForgeAnswer } from '../http';
import { statusOf, type Job, type Pipeline } from '../model';
import type { Call } from './call';
import { route, type Route } from './router';
import { jobView, pipelineDetails, pipelineView } from './views';

const BASE = 'projects/:project/pipelines';

/** Pipelines with their jobs, and what jobs have printed. */
export const PIPELINE_ROUTES: readonly Route[] = [
  route('GET', BASE, listPipelines),
  route('POST', 'projects/:project/pipeline', createPipeline),
  route('GET', `${BASE}/latest`, call => {
    const ref = call.input.optionalText('ref') ?? call.project.defaultBranch;
    const found = call.project.pipelines.find(item => item.ref === ref);
    if (!found) throw notFound('Pipeline');
    return details(call, 200, found);
  }),
  route('GET', `${BASE}/:pipeline`, call => details(call, 200, find(call))),
  route('GET', `${BASE}/:pipeline/jobs`, call => {
    const pipeline = find(call);
    const jobs = [...pipeline.jobs].reverse();
    return call.paged(jobs, job => view(call, pipeline, job));
  }),
  route('POST', `${BASE}/:pipeline/retry`, async call => {
    const pipeline = find(call);
    await call.forge.runner.retry(call.project, pipeline);
    return details(call, 201, pipeline);
  }),
  route('POST', `${BASE}/:pipeline/cancel`, call => {
    const pipeline = find(call);
    call.forge.runner.cancel(call.project, pipeline);
    return details(call, 200, pipeline);
  }),
  route('GET', 'projects/:project/jobs', call => {
    const all = call.project.pipelines.flatMap(pipeline =>
      pipeline.jobs.map(job => ({ pipeline, job })),
    );
    all.sort((a, b) => b.job.id - a.job.id);
    return call.paged(all, ({ pipeline, job }) => view(call, pipeline, job));
  }),
  route('GET', 'projects/:project/jobs/:job', call => {
    const { pipeline, job } = findJob(call);
    return jsonAnswer(200, view(call, pipeline, job));
  }),
  route('GET', 'projects/:project/jobs/:job/trace', call => ({
    status: 200,
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    body: findJob(call).job.trace,
  })),
];

function find(call: Call): Pipeline {
  const id = call.number('pipeline');
  const found = call.project.pipelines.find(item => item.id === id);
  if (!found) throw notFound('Pipeline');
  return found;
}

function findJob(call: Call): { pipeline: Pipeline; job: Job } {
  const id = call.number('job');
  for (const pipeline of call.project.pipelines) {
    const job = pipeline.jobs.find(item => item.id === id);
    if (job) return { pipeline, job };
  }
  throw notFound('Job');
}

function view({ forge, project }: Call, pipeline: Pipeline, job: Job) {
  return jobView(forge.url, project, pipeline, job);
}

function details(
  { forge, project }: Call,
  status: number,
  pipeline: Pipeline,
): ForgeAnswer {
  return jsonAnswer(status, pipelineDetails(forge.url, project, pipeline));
}

function listPipelines(call: Call): ForgeAnswer {
  const { input, project, forge } = call;
  const sha = input.optionalText('sha');
  const ref = input.optionalText('ref');
  const status = input.optionalText('status');
  const found = project.pipelines
    .filter(item => sha === undefined || item.sha === sha)
    .filter(item => ref === undefined || item.ref === ref)
    .filter(item => status === undefined || statusOf(item) === status);
  return call.paged(found, item => pipelineView(forge.url, project, item));
}

async function createPipeline(call: Call): Promise<ForgeAnswer> {
  const { input, forge, project, repository, account } = call;
  const ref = input.text('ref');
  const sha = await repository.branch(ref);
  const made =
    sha &&
    (await forge.runner.start(project, {
      ref,
      sha,
      user: account,
      source: 'api',
    }));
  if (!made) {
    throw new ForgeRefusal(400, {
      message: {
        base: [sha ? 'Missing CI config file' : 'Reference not found'],
      },
    });
  }
  forge.store.save(project);
  return details(call, 201, made);
}
