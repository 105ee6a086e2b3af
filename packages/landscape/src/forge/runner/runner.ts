import type { Clock, Timer } from '../../clock';
import type { KubeApi } from '../../kubernetes/types';
import { REGISTRY } from '../../world/company';
import type { BuiltImages } from '../../world/built-images';
import { hash } from '../../world/random';
import type { Job, Pipeline, PipelineSource, Project } from '../model';
import type { ForgeStore } from '../store';
import { deploy } from './deployer';
import { planOf, type Plan } from './plan';

const SECOND = 1000;

/** What is kept of a job's output, and of a project's past. */
const LONGEST_TRACE = 256 * 1024;
const MOST_PIPELINES = 200;

interface Start {
  ref: string;
  sha: string;
  user: string;
  source: PipelineSource;
}

/**
 * Plays the pipelines: all jobs on the default branch, the tests on a merge request; each takes one to two seconds.
 * `build…` puts the image on the registry's shelf, `deploy-<environment>` applies `deploy/<environment>/*.yaml`; every
 * other job succeeds.
 */
export class Runner {
  readonly #clock: Clock;
  readonly #store: ForgeStore;
  readonly #images: BuiltImages;
  readonly #clustersOf: (environment: string) => readonly KubeApi[];
  readonly #onError: (error: unknown) => void;
  readonly #timers = new Map<Pipeline, Timer>();

  constructor(options: {
    clock: Clock;
    store: ForgeStore;
    images: BuiltImages;
    /** Of a stage before prod; none before the clusters are there. */
    clustersOf: (environment: string) => readonly KubeApi[];
    onError: (error: unknown) => void;
  }) {
    this.#clock = options.clock;
    this.#store = options.store;
    this.#images = options.images;
    this.#clustersOf = options.clustersOf;
    this.#onError = options.onError;
  }

  /** Begins a pipeline, where the commit asks for one. */
  async start(project: Project, what: Start): Promise<Pipeline | undefined> {
    const plan = await planOf(this.#store.repository(project), project, what);
    if (!plan) return undefined;
    const now = this.#clock.now();
    const { ref, sha, user, source } = what;
    const pipeline: Pipeline = {
      id: this.#store.nextId(),
      iid: Math.max(0, ...project.pipelines.map(({ iid }) => iid)) + 1,
      sha,
      ref,
      source,
      user,
      createdAt: now,
      updatedAt: now,
      ...(plan.error !== undefined && {
        yamlErrors: plan.error,
        finishedAt: now,
      }),
      jobs: plan.jobs.map(({ name, stage, allowFailure, manual }) => ({
        id: this.#store.nextId(),
        name,
        stage,
        status: manual ? 'manual' : 'created',
        allowFailure,
        createdAt: now,
        trace: '',
      })),
    };
    project.pipelines.unshift(pipeline);
    project.pipelines.splice(MOST_PIPELINES);
    this.#next(project, pipeline, plan);
    return pipeline;
  }

  /** Plays again what failed or was stopped, and what would have come after it. */
  async retry(project: Project, pipeline: Pipeline): Promise<void> {
    for (const job of pipeline.jobs) {
      if (['failed', 'canceled', 'skipped'].includes(job.status)) {
        Object.assign(job, FRESH);
      }
    }
    pipeline.finishedAt = undefined;
    await this.#resume(project, pipeline);
  }

  cancel(project: Project, pipeline: Pipeline): void {
    this.#timers.get(pipeline)?.cancel();
    this.#timers.delete(pipeline);
    const now = this.#clock.now();
    for (const job of pipeline.jobs) {
      if (['created', 'pending', 'running'].includes(job.status)) {
        job.status = 'canceled';
        job.finishedAt = now;
        pipeline.finishedAt = now;
      }
    }
    this.#changed(project, pipeline);
  }

  /** Goes on where a landscape that has ended had left off. */
  async resumeAll(): Promise<void> {
    for (const project of this.#store.projects()) {
      for (const pipeline of project.pipelines) {
        const open = pipeline.jobs.filter(({ status }) =>
          ['created', 'pending', 'running'].includes(status),
        );
        for (const job of open) Object.assign(job, FRESH);
        if (open.length > 0) await this.#resume(project, pipeline);
      }
    }
  }

  stop(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  async #resume(project: Project, pipeline: Pipeline): Promise<void> {
    const repository = this.#store.repository(project);
    const plan = await planOf(repository, project, pipeline);
    if (plan) this.#next(project, pipeline, plan);
  }

  #next(project: Project, pipeline: Pipeline, plan: Plan): void {
    this.#timers.delete(pipeline);
    const job = pipeline.jobs.find(({ status }) => status === 'created');
    const now = this.#clock.now();
    if (!job) {
      pipeline.finishedAt = now;
      this.#changed(project, pipeline);
      return;
    }
    job.status = 'running';
    job.startedAt = now;
    pipeline.startedAt ??= now;
    job.trace = `Running with gitlab-runner 18.5.0\n  on landscape-runner, shell executor\nChecking out ${pipeline.sha.slice(
      0,
      8,
    )} as detached HEAD (ref is ${pipeline.ref})...\n`;
    this.#changed(project, pipeline);
    const duration = SECOND + (hash(pipeline.sha, job.name) % SECOND);
    const timer = this.#clock.after(duration, () => {
      try {
        this.#finish(project, pipeline, plan, job);
      } catch (error) {
        this.#onError(error);
      }
      this.#next(project, pipeline, plan);
    });
    this.#timers.set(pipeline, timer);
  }

  #finish(project: Project, pipeline: Pipeline, plan: Plan, job: Job): void {
    const { ok, lines } = this.#play(project, pipeline, plan, job);
    job.status = ok ? 'success' : 'failed';
    job.finishedAt = this.#clock.now();
    const end = ok ? 'Job succeeded' : 'ERROR: Job failed: exit code 1';
    job.trace = `${job.trace}${lines.join('\n')}\n${end}\n`.slice(
      0,
      LONGEST_TRACE,
    );
    if (ok || job.allowFailure) return;
    for (const other of pipeline.jobs) {
      if (other.status === 'created') other.status = 'skipped';
    }
  }

  #play(project: Project, { sha }: Pipeline, plan: Plan, { name }: Job) {
    const script = plan.jobs.find(item => item.name === name)?.script ?? [];
    const lines = script.map(line => `$ ${line}`);
    if (plan.fails.includes(name)) {
      return { ok: false, lines: [...lines, 'The commit asks for a failure.'] };
    }
    const { image } = plan;
    if (/^build/.test(name)) {
      const built = { ...image, createdAt: this.#clock.now() };
      const digest = this.#images.put(built);
      const known = project.images.some(
        ({ repository, tag }) =>
          repository === image.repository && tag === image.tag,
      );
      if (!known) project.images.push(built);
      const full = `${REGISTRY}/${image.repository}:${image.tag}`;
      return {
        ok: true,
        lines: [
          ...lines,
          '#1 [internal] load build definition from Dockerfile',
          '#2 exporting to image',
          `#2 pushing ${full}@${digest} done`,
        ],
      };
    }
    const [, environment] = /^deploy-([\w-]+)$/.exec(name) ?? [];
    if (environment) return this.#deploy(environment, plan);
    return { ok: true, lines: [...lines, `ok ${sha.slice(0, 8)}`] };
  }

  #deploy(environment: string, { manifests }: Plan) {
    const folder = `deploy/${environment}/`;
    const files = manifests.filter(({ path }) => path.startsWith(folder));
    const clusters = this.#clustersOf(environment);
    const missing = [
      ...(files.length === 0 ? [`error: ${folder} has no manifests`] : []),
      ...(clusters.length === 0 ? [`error: no cluster of ${environment}`] : []),
    ];
    if (missing.length > 0) return { ok: false, lines: missing };
    const done = clusters.map(api => {
      const { ok, lines } = deploy(api, files);
      const context = `$ kubectl config use-context ${api.cluster}`;
      return { ok, lines: [context, ...lines] };
    });
    return {
      ok: done.every(({ ok }) => ok),
      lines: done.flatMap(({ lines }) => lines),
    };
  }

  #changed(project: Project, pipeline: Pipeline): void {
    pipeline.updatedAt = this.#clock.now();
    this.#store.save(project);
  }
}

const FRESH: Partial<Job> = {
  status: 'created',
  startedAt: undefined,
  finishedAt: undefined,
  trace: '',
};
