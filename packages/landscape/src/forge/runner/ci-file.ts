import { parse } from 'yaml';
import { isRecord } from '../api/input';

/** Where GitLab looks for what to do. */
export const CI_FILE = '.gitlab-ci.yml';

/** A job as the file has it. */
export interface CiJob {
  name: string;
  stage: string;
  script: string[];
  variables: Record<string, string>;
  allowFailure: boolean;
  /** Waits for somebody. */
  manual: boolean;
}

export interface CiFile {
  variables: Record<string, string>;
  /** In the order of their stages. */
  jobs: CiJob[];
}

const DEFAULT_STAGES = ['.pre', 'build', 'test', 'deploy', '.post'];

/** Top-level words that are no jobs. */
const RESERVED = new Set([
  'default',
  'include',
  'stages',
  'variables',
  'workflow',
  'image',
  'services',
  'cache',
  'before_script',
  'after_script',
  'spec',
  'pages',
]);

/**
 * Reads as much of a `.gitlab-ci.yml` as the runner plays: jobs by stage, their scripts and variables.
 *
 * @throws Error worded for the pipeline's page
 */
export function readCiFile(text: string): CiFile {
  let file: unknown;
  try {
    // A handful of anchors are common; a bomb of them is not.
    file = parse(text, { maxAliasCount: 100, merge: true, logLevel: 'error' });
  } catch (cause) {
    throw new Error('Invalid configuration format', { cause });
  }
  if (!isRecord(file)) throw new Error('Invalid configuration format');
  const stages = texts(file.stages) ?? DEFAULT_STAGES;
  const jobs = Object.entries(file)
    .filter(([name]) => !name.startsWith('.') && !RESERVED.has(name))
    .map(([name, value]) => readJob(name, value, file));
  for (const { name, stage } of jobs) {
    if (!stages.includes(stage) && !stage.startsWith('.')) {
      throw new Error(`${name} job: chosen stage ${stage} does not exist`);
    }
  }
  if (jobs.length === 0) {
    throw new Error('jobs config should contain at least one visible job');
  }
  const order = ({ stage }: CiJob) => stages.indexOf(stage);
  return {
    variables: variablesOf(file.variables),
    jobs: jobs.sort((a, b) => order(a) - order(b)),
  };
}

function readJob(
  name: string,
  value: unknown,
  file: Record<string, unknown>,
): CiJob {
  if (!isRecord(value)) {
    throw new Error(
      `jobs ${name} config should implement the script: or trigger: keyword`,
    );
  }
  const job = { ...inherited(value, file), ...value };
  const rules = Array.isArray(job.rules) ? job.rules.filter(isRecord) : [];
  return {
    name,
    stage: typeof job.stage === 'string' ? job.stage : 'test',
    script: texts(job.script) ?? [],
    variables: variablesOf(job.variables),
    allowFailure: job.allow_failure === true,
    manual:
      job.when === 'manual' || rules.some(({ when }) => when === 'manual'),
  };
}

/** What a job takes over from those that it `extends`, the later ones over the earlier ones. */
function inherited(
  job: Record<string, unknown>,
  file: Record<string, unknown>,
  depth = 0,
): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  if (depth > 10) return merged;
  for (const name of texts(job.extends) ?? []) {
    const base = file[name];
    if (!isRecord(base)) continue;
    Object.assign(merged, inherited(base, file, depth + 1), base);
  }
  return merged;
}

/** One text, or a list of them; lists within come from anchors. */
function texts(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return undefined;
  return value
    .filter(item => !isReference(item))
    .flat(3)
    .filter(item => typeof item === 'string');
}

/** `!reference [.job, script]`; what it stands for is not played. */
function isReference(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 1 &&
    typeof value[0] === 'string' &&
    /^\.[\w-]+$/.test(value[0])
  );
}

function variablesOf(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const plain = isRecord(item) ? item.value : item;
      const known = ['string', 'number', 'boolean'].includes(typeof plain);
      return known ? [[name, String(plain)]] : [];
    }),
  );
}

/** Puts values in for `$NAME` and `${NAME}`, and in what stands there in turn. */
export function expand(
  text: string,
  variables: Readonly<Record<string, string>>,
  depth = 0,
): string {
  return text.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (_, braced: string | undefined, bare: string | undefined) => {
      const value = variables[braced ?? bare ?? ''] ?? '';
      // A variable that names itself would go on for ever, and a chain of them grow without end.
      return depth < 8 && value.length < 1000
        ? expand(value, variables, depth + 1)
        : '';
    },
  );
}
