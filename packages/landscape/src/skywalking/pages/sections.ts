import { html, type Html } from '../../forge/pages/html';
import { ZONE } from '../duration';
import type { AgentService } from '../estate';
import type { EntityInput } from '../metrics/entity';
import type { Oap } from '../oap';
import type { SegmentRow } from '../traces/model';
import type { Words } from './words';

const MINUTE = 60_000;
const LOOK_BACK = 15 * MINUTE;
const MOST_ROWS = 20;

/** The longest text of one cell: tags and names may be anything. */
const LONGEST = 200;

interface Place {
  oap: Oap;
  words: Words;
}

/** All services of the environment. */
export function servicesSection({ oap, words }: Place): Html {
  return section(
    words.services,
    words,
    oap.estate
      .agents()
      .map(service => [link(oap, service), ...figureCells(oap, service)]),
    [words.name, words.cpm, words.sla, words.respTime],
  );
}

/** A service, or one of its instances or endpoints: figures, parts and traces. */
export async function serviceSections(
  place: Place,
  name: string,
  part: { instance?: string; endpoint?: string } = {},
): Promise<Html[]> {
  const { oap, words } = place;
  const service = oap.estate.agent(name);
  if (!service) return [message(cut(name), words.nothing)];
  const now = oap.clock.now();
  const rows = await oap.traces.search({
    from: now - LOOK_BACK,
    to: now,
    service: name,
    state: 'ALL',
    order: 'BY_START_TIME',
    tags: [],
    offset: 0,
    limit: MOST_ROWS,
    ...(part.instance && { pod: part.instance }),
    ...(part.endpoint && { endpoint: part.endpoint }),
  });
  const instances = oap.estate
    .instances(service, now - LOOK_BACK, now)
    .filter(({ pod }) => !part.instance || pod.name === part.instance);
  const endpoints = service.endpoints.filter(
    item => !part.endpoint || item === part.endpoint,
  );
  const head = [words.name, words.cpm, words.sla, words.respTime];
  return [
    section(
      `${cut(name)} · ${words.figures}`,
      words,
      [[link(oap, service), ...figureCells(oap, service)]],
      head,
    ),
    section(
      words.instances,
      words,
      instances.map(({ pod }) => [
        cut(pod.name),
        ...figureCells(oap, service, { serviceInstanceName: pod.name }),
      ]),
      head,
    ),
    section(
      words.endpoints,
      words,
      endpoints.map(endpointName => [
        cut(endpointName),
        ...figureCells(oap, service, { endpointName }),
      ]),
      head,
    ),
    tracesSection(place, rows),
  ];
}

function tracesSection(
  { oap, words }: Place,
  rows: readonly SegmentRow[],
): Html {
  return section(
    words.traces,
    words,
    rows.map(row => [
      html`<a
        href="/${oap.environment}/traces/${encodeURIComponent(row.traceId)}"
        >${row.traceId}</a
      >`,
      cut(row.endpoint),
      cut(row.pod),
      timeText(row.start),
      `${row.duration} ms`,
      row.isError ? words.failed : words.ok,
    ]),
    [
      words.traceId,
      words.endpoint,
      words.instance,
      words.time,
      words.duration,
      words.status,
    ],
  );
}

/** The spans of a trace. */
export function traceSection({ oap, words }: Place, traceId: string): Html {
  const spans = oap.traces.trace(traceId);
  if (spans.length === 0) return message(cut(traceId), words.nothing);
  return section(
    words.trace,
    words,
    spans.map(span => [
      `${span.segmentId.slice(0, 8)}…/${span.spanId}`,
      cut(span.serviceCode),
      cut(span.serviceInstanceName),
      cut(span.endpointName),
      span.type,
      span.component,
      timeText(span.startTime),
      `${span.endTime - span.startTime} ms`,
      span.isError ? words.failed : words.ok,
    ]),
    [
      words.span,
      words.service,
      words.instance,
      words.endpoint,
      words.kind,
      words.component,
      words.time,
      words.duration,
      words.status,
    ],
  );
}

/** A heading, and a sentence below it. */
export function message(title: string, text: string): Html {
  return html`<section>
    <h2><bdi>${title}</bdi></h2>
    <p class="pad">${text}</p>
  </section>`;
}

function section(
  title: string,
  words: Words,
  rows: readonly (string | Html)[][],
  head: readonly string[],
): Html {
  if (rows.length === 0) return message(title, words.none);
  return html`<section>
    <h2><bdi>${title}</bdi></h2>
    <div class="scroll" role="region" tabindex="0" aria-label="${title}">
      <table>
        <thead>
          <tr>
            ${head.map(text => html`<th scope="col">${text}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            cells =>
              html`<tr>
                ${cells.map(cell => html`<td><bdi>${cell}</bdi></td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function link({ environment }: Oap, { id, name }: AgentService): Html {
  return html`<a
    href="/${environment}/dashboard/GENERAL/Service/${encodeURIComponent(
      id,
    )}/General-Service"
    >${name}</a
  >`;
}

/** How the metrics of a service, or of a part of it, begin. */
function prefixOf({ serviceInstanceName, endpointName }: EntityInput): string {
  if (serviceInstanceName) return 'service_instance';
  return endpointName ? 'endpoint' : 'service';
}

/** Requests per minute, success rate and average of the last whole minutes. */
function figureCells(
  { metrics, clock, dialect }: Oap,
  service: AgentService,
  part: EntityInput = {},
): string[] {
  const to = Math.floor(clock.now() / MINUTE) * MINUTE;
  const points = Array.from(
    { length: LOOK_BACK / MINUTE },
    (_, index) => to - LOOK_BACK + index * MINUTE,
  );
  const span = {
    step: 'MINUTE' as const,
    stepMs: MINUTE,
    points,
    from: to - LOOK_BACK,
    to,
  };
  const entity = { serviceName: service.name, normal: true, ...part };
  const read = (...names: string[]) => {
    const metric = names
      .map(name => dialect.catalogue.get(name))
      .find(found => found);
    const subject = metric && metrics.subject(metric, entity);
    if (!metric || !subject || typeof subject === 'string') return undefined;
    const [{ values }] = metrics.series(metric, subject, span);
    const some = values.filter(value => value !== undefined);
    return some.length === 0
      ? undefined
      : some.reduce((sum, value) => sum + value, 0) / some.length;
  };
  const prefix = prefixOf(part);
  const cpm = read(`${prefix}_cpm`);
  const sla = read(`${prefix}_sla`);
  const time = read(`${prefix}_resp_time`, `${prefix}_avg`);
  return [
    cpm === undefined ? '–' : cpm.toFixed(1),
    sla === undefined ? '–' : `${(sla / 100).toFixed(2)} %`,
    time === undefined ? '–' : `${time.toFixed(0)} ms`,
  ];
}

/** An instant as the clocks of the company show it. */
function timeText(time: number): string {
  const shown = new Date(time + 8 * 60 * MINUTE).toISOString();
  return `${shown.slice(0, 10)} ${shown.slice(11, 23)} ${ZONE}`;
}

/** A text of somebody else's, short enough for a cell. */
export function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
