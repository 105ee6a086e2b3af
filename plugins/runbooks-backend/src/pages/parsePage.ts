import {
  runbookFaultSchema,
  runbookFrontMatterSchema,
  runbookKindSchema,
  severitySchema,
  type RunbookFault,
} from '@pilothouse/plugin-runbooks-common';
import { entityRefWith } from '@pilothouse/pilothouse-node';
import { plainLine } from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import { isRecord, readFrontMatter, type FrontMatter } from './frontMatter';
import { titleOf } from './titleOf';

/** Of a page with the front matter of a runbook, what the index keeps. Faults stand beside what could be read. */
export const pageRecordSchema = z.object({
  /** Path in the documentation, without `.md`. */
  path: z.string(),
  language: z.string(),
  title: z.string(),
  /** What pairs it with the pages of other languages. */
  key: z.string(),
  kind: runbookKindSchema.optional(),
  severity: severitySchema.optional(),
  alerts: z.array(z.string()),
  services: z.array(z.string()).optional(),
  reviewEvery: z.string().optional(),
  reviewed: z.string().optional(),
  rto: z.string().optional(),
  rpo: z.string().optional(),
  faults: z.array(runbookFaultSchema),
});
export type PageRecord = z.infer<typeof pageRecordSchema>;

export interface ParsedPage {
  record: PageRecord;
  /** The page without its front matter. */
  markdown: string;
}

/** No page has more to say about itself. */
const MOST_FAULTS = 20;

const FIELDS = runbookFrontMatterSchema.shape;
type Field = keyof typeof FIELDS;
type Fault = Omit<RunbookFault, 'path'>;

/**
 * Reads a page as a runbook. What is wrong with one field costs that field.
 *
 * @param path - of the file in the documentation, without `.md`
 * @param namespace - of the entity whose documentation it is
 * @returns nothing for a page that is no runbook
 */
export function parsePage(
  path: string,
  text: string,
  namespace: string,
): ParsedPage | undefined {
  const front = readFrontMatter(text);
  if (!saysRunbook(front)) return undefined;
  const { values, faults } = readFields(front);
  const services = referencesOf(values.services, namespace, faults);
  const place = placeOf(path);
  const { alerts = [], id, language, ...rest } = values;
  return {
    record: {
      path,
      language: language ?? place.language ?? 'und',
      title: titleOf(front.data ?? {}, front.body, path),
      key: id ?? place.key,
      ...rest,
      alerts: [...new Set(alerts)],
      services,
      faults: faults.slice(0, MOST_FAULTS).map(fault => ({ ...fault, path })),
    },
    markdown: front.body,
  };
}

/** Front matter that cannot be read is one of a runbook when a line of it says so. */
function saysRunbook({ data, error, yaml }: FrontMatter): boolean {
  if (error) return /^["']?runbook["']?[ \t]*:/m.test(yaml);
  return data !== undefined && Object.hasOwn(data, 'runbook');
}

/** `zh/redis-full` and `redis/zh/full` are of Chinese. */
function placeOf(path: string): { language?: string; key: string } {
  const segments = path.split('/');
  const at = segments.findIndex(segment =>
    /^(en|zh)([-_][a-z]{2,4})?$/i.test(segment),
  );
  // The name of a file says what it is about, not in which language.
  if (at < 0 || at === segments.length - 1) return { key: path };
  return {
    language: segments[at].slice(0, 2).toLowerCase(),
    key: segments.toSpliced(at, 1).join('/'),
  };
}

type Values = { -readonly [F in Field]?: z.output<(typeof FIELDS)[F]> };

function readFields(front: FrontMatter): { values: Values; faults: Fault[] } {
  const { data, error } = front;
  if (error) {
    const { line, message } = error;
    const field = `line ${line}`;
    return {
      values: {},
      faults: [{ code: 'unreadable', field, message: plainLine(message, 300) }],
    };
  }
  const raw = data?.runbook;
  if (!isRecord(raw)) {
    const message = 'has to have fields, such as kind: incident';
    return {
      values: {},
      faults: [{ code: 'wrong', field: 'runbook', message }],
    };
  }
  const whole = runbookFrontMatterSchema.safeParse(raw);
  if (whole.success) return { values: whole.data, faults: [] };
  return {
    values: goodFields(raw),
    faults: whole.error.issues.flatMap(issue => faultsOf(issue, raw)),
  };
}

/** Each field by itself: a wrong date does not hide the runbook from its alerts. */
function goodFields(raw: Record<string, unknown>): Values {
  const sound = Object.fromEntries(
    Object.entries(FIELDS).flatMap(([field, schema]) =>
      Object.hasOwn(raw, field) && schema.safeParse(raw[field]).success
        ? [[field, raw[field]]]
        : [],
    ),
  );
  return runbookFrontMatterSchema.partial().parse(sound);
}

function faultsOf(
  issue: z.core.$ZodIssue,
  raw: Record<string, unknown>,
): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(FIELDS).join(', ');
    return issue.keys.map(key => ({
      code: 'unknown',
      field: plainLine(key, 100) || '?',
      message: `is not known; there are ${known}`,
    }));
  }
  const field = issue.path.join('.');
  const isThere = Object.hasOwn(raw, String(issue.path[0]));
  return [
    { code: isThere ? 'wrong' : 'missing', field, message: issue.message },
  ];
}

const SERVICE = 'has to be an entity reference such as order-api, or "*"';

/** Full references: a bare name is a component beside the entity. */
function referencesOf(
  services: readonly string[] | undefined,
  namespace: string,
  faults: Fault[],
): string[] | undefined {
  const reference = entityRefWith(SERVICE, {
    defaultKind: 'component',
    defaultNamespace: namespace,
  });
  const found = services?.flatMap((service, index) => {
    if (service === '*') return [service];
    const { success, data } = reference.safeParse(service);
    if (success) return [data];
    faults.push({
      code: 'wrong',
      field: `services.${index}`,
      message: SERVICE,
    });
    return [];
  });
  return found && [...new Set(found)];
}
