import { notFound } from '../http';
import { statusOf, type Job } from '../model';
import { userOf } from '../people';
import { html, type Content } from './html';
import {
  code,
  commitLink,
  jobSign,
  line,
  link,
  pager,
  pageOf,
  pipelineTable,
  section,
  shortRef,
  table,
  time,
} from './parts';
import type { Page, ProjectVisit } from './visit';

const PER_PAGE = 40;
const LONGEST_TRACE = 128 * 1024;
/** Colours and the like, for terminals. */
// eslint-disable-next-line no-control-regex
const ANSI = /\u001b\[[0-9;]*[A-Za-z]/g;

export function pipelinesPage(visit: ProjectVisit): Page {
  const { say, project } = visit;
  const { items, hasOlder } = pageOf(visit, project.pipelines, PER_PAGE);
  return {
    title: say('pipelines'),
    body: section(
      'pipelines',
      say('pipelines'),
      pipelineTable(visit, items),
      pager(visit, hasOlder),
    ),
  };
}

/** The pipeline that a job belongs to, and the place of the job on its page. */
export function jobPlace(visit: ProjectVisit, id: number): string {
  const pipeline = visit.project.pipelines.find(({ jobs }) =>
    jobs.some(job => job.id === id),
  );
  if (!pipeline) throw notFound('Job');
  return `${visit.to('pipelines', String(pipeline.id))}#job-${id}`;
}

/** A pipeline with its jobs, and what they have printed. */
export function pipelinePage(visit: ProjectVisit, id: number): Page {
  const { say, project } = visit;
  const pipeline = project.pipelines.find(item => item.id === id);
  if (!pipeline) throw notFound('Pipeline');
  const { jobs, yamlErrors, finishedAt, sha, ref, user, createdAt } = pipeline;
  const title = `${say('pipeline')} #${id}`;
  return {
    title,
    body: html`
      ${section(
        'pipeline',
        html`${title} ${jobSign(say, statusOf(pipeline))}`,
        html`<p class="pad">
          <span class="mono">${line(shortRef(ref))}</span> ·
          ${commitLink(visit, sha)} · <bdi>${userOf(user).name}</bdi> ·
          ${say(`source.${pipeline.source}`)} · ${time(visit, createdAt)}
          ${finishedAt === undefined &&
          yamlErrors === undefined && [
            ' · ',
            link(visit.to('pipelines', String(id)), say('again')),
          ]}
        </p>`,
        yamlErrors !== undefined &&
          html`<p class="notice bad">${yamlErrors}</p>`,
      )}
      ${section(
        'jobs',
        say('jobs'),
        table(
          visit,
          say('jobs'),
          [say('job'), say('stage'), say('status'), say('duration')],
          jobs.map(job => [
            link(`#job-${job.id}`, line(job.name)),
            line(job.stage),
            [
              jobSign(say, job.status),
              job.allowFailure && [
                ' ',
                html`<span class="chip">${say('allowedToFail')}</span>`,
              ],
            ],
            html`<span class="number">${took(visit, job)}</span>`,
          ]),
        ),
      )}
      ${jobs.length > 0 &&
      section(
        'traces',
        say('traces'),
        jobs.map(job => trace(visit, job)),
      )}
    `,
  };
}

function took({ say }: ProjectVisit, { startedAt, finishedAt }: Job): string {
  if (startedAt === undefined || finishedAt === undefined) return '–';
  const seconds = (finishedAt - startedAt) / 1000;
  return say('seconds', { n: seconds.toFixed(seconds < 10 ? 1 : 0) });
}

function trace({ say }: ProjectVisit, job: Job): Content {
  const text = job.trace.replace(ANSI, '');
  return html`<div id="job-${job.id}" class="trace">
    <h3>${line(job.name)} ${jobSign(say, job.status)}</h3>
    ${text === ''
      ? html`<p class="faint">${say('noTrace')}</p>`
      : code(say('trace', { job: job.name }), text.slice(0, LONGEST_TRACE))}
    ${text.length > LONGEST_TRACE && html`<p class="faint">${say('cut')}</p>`}
  </div>`;
}
