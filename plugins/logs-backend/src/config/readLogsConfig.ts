import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readFileSync } from 'node:fs';
import {
  logsConfig,
  type LogsConfigInput,
  type SourceInput,
} from './configSchema';
import { FIELD_PRESETS, type SourceFields } from './fieldPresets';
import { LinearPattern } from '../lines/LinearPattern';

const DAY = 86_400_000;

/** One of `logs.sources`, checked. */
export interface SourceConfig
  extends Omit<
    SourceInput,
    'fields' | 'preset' | 'auth' | 'levelPattern' | 'traceIdPattern'
  > {
  fields: SourceFields;
  /** Sent with every request. */
  headers: Readonly<Record<string, string>>;
  /** PEM. */
  ca?: string;
  levelPattern?: LinearPattern;
  traceIdPattern?: LinearPattern;
}

export interface LogsConfig {
  /** The longest time of a search, in milliseconds. */
  maxRangeMs: number;
  sources: readonly SourceConfig[];
}

/** `logs.sources[1].index` */
function keyOf(path: readonly PropertyKey[]): string {
  const steps = path.map(step =>
    typeof step === 'number' ? `[${step}]` : `.${String(step)}`,
  );
  return `logs${steps.join('')}`;
}

function refuse(path: readonly PropertyKey[], why: string): never {
  throw new InputError(`Configuration ${keyOf(path)} ${why}`);
}

/**
 * Reads and checks `logs`.
 *
 * @throws InputError that names the key and says what it has to be
 */
export function readLogsConfig(config: Config): LogsConfig {
  const { maxRangeDays, sources } = parse(config);
  const names = new Set<string>();
  const covered = new Map<string, string>();
  for (const [index, source] of sources.entries()) {
    const at = ['sources', index];
    if (names.has(source.name)) {
      refuse([...at, 'name'], `"${source.name}" is there twice`);
    }
    names.add(source.name);
    for (const environment of source.environments) {
      for (const cluster of source.clusters ?? ['*']) {
        const key = `${environment}/${cluster}`;
        const other = covered.get(key);
        if (other !== undefined) {
          refuse(
            [...at, 'environments'],
            `names "${environment}", whose lines "${other}" has already: tell them apart by clusters`,
          );
        }
        covered.set(key, source.name);
      }
    }
  }
  return {
    maxRangeMs: maxRangeDays * DAY,
    sources: sources.map((source, index) => read(source, index)),
  };
}

function parse(config: Config): LogsConfigInput {
  const result = logsConfig.safeParse(config.getOptional('logs') ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue.code === 'unrecognized_keys') {
    return refuse([...issue.path, issue.keys[0]], 'is not known');
  }
  return refuse(issue.path, `is wrong: ${issue.message}`);
}

function read(source: SourceInput, index: number): SourceConfig {
  const at = ['sources', index];
  const { preset, auth, levelPattern, traceIdPattern, ...rest } = source;
  const fields = fieldsOf(source, at);
  if (fields.cluster === undefined && source.clusters?.length !== 1) {
    refuse(
      [...at, 'fields', 'cluster'],
      `is missing: which field has the name of the cluster? Without one, clusters has to name the only cluster whose lines these are`,
    );
  }
  return {
    ...rest,
    fields,
    headers: headersOf(auth),
    ...(rest.caFile !== undefined && { ca: fileOf(rest.caFile, at) }),
    ...(levelPattern !== undefined && {
      levelPattern: patternOf(levelPattern, [...at, 'levelPattern']),
    }),
    ...(traceIdPattern !== undefined && {
      traceIdPattern: patternOf(traceIdPattern, [...at, 'traceIdPattern']),
    }),
  };
}

function fieldsOf(
  { preset, fields }: SourceInput,
  at: readonly PropertyKey[],
): SourceFields {
  const usual: Partial<SourceFields> =
    preset === 'custom' ? {} : FIELD_PRESETS[preset];
  const merged = { ...usual, ...fields };
  const message = merged.message ?? [];
  const need = (name: 'time' | 'namespace' | 'pod' | 'container') =>
    merged[name] ??
    refuse([...at, 'fields', name], 'is missing: preset custom knows none');
  if (message.length === 0) {
    refuse(
      [...at, 'fields', 'message'],
      'is missing: preset custom knows none',
    );
  }
  // `false` says that there is no such field.
  const some = (
    name: 'cluster' | 'level' | 'traceId' | 'image' | 'tieBreaker',
  ) => (merged[name] ? { [name]: merged[name] } : {});
  return {
    time: need('time'),
    message: typeof message === 'string' ? [message] : message,
    namespace: need('namespace'),
    pod: need('pod'),
    container: need('container'),
    ...some('cluster'),
    ...some('level'),
    ...some('traceId'),
    ...some('image'),
    ...some('tieBreaker'),
  };
}

function headersOf({
  username,
  password,
  apiKey,
  token,
}: NonNullable<SourceInput['auth']> = {}): Record<string, string> {
  if (username !== undefined) {
    const pair = Buffer.from(`${username}:${password ?? ''}`, 'utf8');
    return { authorization: `Basic ${pair.toString('base64')}` };
  }
  if (apiKey !== undefined) return { authorization: `ApiKey ${apiKey}` };
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function fileOf(path: string, at: readonly PropertyKey[]): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return refuse([...at, 'caFile'], `is no file that can be read: ${path}`);
  }
}

function patternOf(
  pattern: string,
  path: readonly PropertyKey[],
): LinearPattern {
  try {
    return new LinearPattern(pattern);
  } catch (error) {
    return refuse(
      path,
      `is wrong: ${error instanceof Error ? error.message : 'no pattern'}`,
    );
  }
}
