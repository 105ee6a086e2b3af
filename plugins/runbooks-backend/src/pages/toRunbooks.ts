import { parseEntityRef } from '@backstage/catalog-model';
import {
  reviewDue,
  severitySchema,
  type Runbook,
  type RunbookFault,
  type RunbookPage,
} from '@pilothouse/plugin-runbooks-common';
import type { PageRecord } from './parsePage';

/** A page as it stands in the database. */
export interface StoredPage {
  record: PageRecord;
  /** Milliseconds since the epoch. */
  changedAt?: number;
}

/** What has to be the same in every language. */
const COMMON = [
  'kind',
  'severity',
  'reviewEvery',
  'reviewed',
  'rto',
  'rpo',
] as const;
const SEVERITIES: readonly string[] = severitySchema.options;

/** The runbooks of one entity's documentation: pages of several languages are one. */
export function toRunbooks(
  entityRef: string,
  pages: readonly StoredPage[],
): Runbook[] {
  const groups = new Map<string, StoredPage[]>();
  const byPath = pages.toSorted((a, b) =>
    compare(a.record.path, b.record.path),
  );
  for (const page of byPath) {
    const { key, language, path } = page.record;
    const group = groups.get(key);
    const rival = group?.find(({ record }) => record.language === language);
    if (rival) {
      // The first keeps the name; the other is a runbook of its own, by its path, so that neither is lost.
      groups.set(`${key}@${path}`, [taken(page, rival.record.path)]);
    } else {
      groups.set(key, [...(group ?? []), page]);
    }
  }
  return [...groups].map(([key, group]) => toRunbook(entityRef, key, group));
}

function taken(page: StoredPage, by: string): StoredPage {
  const { record } = page;
  const fault: RunbookFault = {
    code: 'taken',
    field: 'id',
    message: `has to be another one: ${by} has it, in the same language`,
    path: record.path,
  };
  return { ...page, record: { ...record, faults: [...record.faults, fault] } };
}

function toRunbook(
  entityRef: string,
  key: string,
  pages: readonly StoredPage[],
): Runbook {
  const records = pages.map(({ record }) => record);
  const first = <F extends (typeof COMMON)[number]>(
    field: F,
  ): PageRecord[F] | undefined =>
    records.find(record => record[field] !== undefined)?.[field];
  const changes = pages.flatMap(({ changedAt }) => changedAt ?? []);
  const changedAt =
    changes.length > 0
      ? new Date(Math.max(...changes)).toISOString()
      : undefined;
  const reviewEvery = first('reviewEvery');
  // A page that was looked at longest ago is due first.
  const reviewed = records
    .flatMap(record => record.reviewed ?? [])
    .toSorted(compare)[0];
  const since = reviewed ?? changedAt;
  const services = records.flatMap(record => record.services ?? []);
  return {
    id: `${entityRef}#${key}`,
    entityRef,
    pages: records.map(record => pageOf(entityRef, record)),
    kind: first('kind'),
    severity: SEVERITIES.flatMap(name =>
      records.flatMap(({ severity }) => (severity === name ? severity : [])),
    )[0],
    alerts: [...new Set(records.flatMap(({ alerts }) => alerts))],
    services: services.length > 0 ? [...new Set(services)] : [entityRef],
    changedAt,
    reviewed,
    reviewEvery,
    reviewDue:
      since !== undefined && reviewEvery !== undefined
        ? reviewDue(since, reviewEvery)
        : undefined,
    rto: first('rto'),
    rpo: first('rpo'),
    faults: [
      ...records.flatMap(({ faults }) => faults),
      ...differences(records),
    ],
  };
}

/** Somebody changed one language and forgot the other. */
function differences(records: readonly PageRecord[]): RunbookFault[] {
  // What a page with faults would say, if it could be read, is not known.
  const sound = records.filter(({ faults }) => faults.length === 0);
  const [first, ...others] = sound;
  return others.flatMap(other => {
    const lists = (['alerts', 'services'] as const).filter(
      field => sorted(first[field]) !== sorted(other[field]),
    );
    const single = COMMON.filter(field => first[field] !== other[field]);
    return [...single, ...lists].map(field => ({
      code: 'differs' as const,
      field,
      message: `has to be the same as in ${first.path}`,
      path: other.path,
    }));
  });
}

function sorted(list: readonly string[] | undefined): string {
  return JSON.stringify(list?.toSorted(compare));
}

/** Where TechDocs shows it: the index of a folder is the folder. */
function pageOf(entityRef: string, record: PageRecord): RunbookPage {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const { language, title, path } = record;
  const segments = path.split('/');
  if (/^(index|readme)$/i.test(segments[segments.length - 1])) segments.pop();
  const place = [namespace, kind, name, ...segments].map(encodeURIComponent);
  return { language, title, path, url: `/docs/${place.join('/')}` };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
