import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { difference } from './difference';
import { parseScenario, type Scenario, type Step } from './scenario';
import { Side, type Contestant, type Outcome } from './side';

/** What came of one step on both sides. */
export interface Verdict {
  scenario: string;
  command: string;
  /** Empty when both said the same; otherwise why not, with the lines that differ (`-` candidate, `+` reference). */
  problems: string[];
}

export interface Match {
  /** The cluster that is judged. */
  candidate: Contestant;
  /** The cluster that is right. */
  reference: Contestant;
  kubectl: string;
  onVerdict?: (verdict: Verdict) => void;
}

// Read where they are: this is run from its sources, and never packed.
// eslint-disable-next-line no-restricted-syntax
const SCENARIOS = join(__dirname, 'scenarios');

/** All scenarios in order of their names, or those that are named. */
export function loadScenarios(names: string[] = []): Scenario[] {
  const present = readdirSync(SCENARIOS)
    .sort()
    .map(file => basename(file, '.txt'));
  const unknown = names.filter(name => !present.includes(name));
  if (unknown.length > 0) {
    throw new Error(`No such scenario: ${unknown.join(', ')}`);
  }
  return (names.length > 0 ? names : present).map(name =>
    parseScenario(name, readFileSync(join(SCENARIOS, `${name}.txt`), 'utf8')),
  );
}

// Scenarios mostly wait, each in its own namespace.
const AT_ONCE = 3;

/** Plays scenarios, a few at a time. */
export async function judgeAll(
  scenarios: Scenario[],
  match: Match,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const queue = [...scenarios];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      verdicts.push(...(await judge(next, match)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return verdicts;
}

/** Plays a scenario on both clusters, step by step, and compares what kubectl says there. */
export async function judge(
  scenario: Scenario,
  match: Match,
): Promise<Verdict[]> {
  const options = {
    kubectl: match.kubectl,
    namespace: `judge-${scenario.name}-${process.pid}`,
  };
  const sides = await Promise.all(
    [match.candidate, match.reference].map(contestant =>
      Side.open(contestant, scenario, options),
    ),
  );
  try {
    const verdicts: Verdict[] = [];
    for (const step of scenario.steps) {
      const [candidate, reference] = await Promise.all(
        sides.map(side =>
          step.mode === 'settles'
            ? side.settle(step.command)
            : side.run(step.command),
        ),
      );
      const verdict = {
        scenario: scenario.name,
        command: step.command,
        problems: compare(step, candidate, reference),
      };
      verdicts.push(verdict);
      match.onVerdict?.(verdict);
    }
    return verdicts;
  } finally {
    await Promise.all(sides.map(side => side.close()));
  }
}

function compare(step: Step, candidate: Outcome, reference: Outcome): string[] {
  if (step.mode === 'settles') {
    return [
      ...(candidate.code === 0 ? [] : unsettled('candidate', candidate)),
      ...(reference.code === 0 ? [] : unsettled('reference', reference)),
    ];
  }
  const shouldFail = step.mode === 'fails';
  const order = (text: string) =>
    step.mode === 'unordered' ? text.split('\n').sort().join('\n') : text;
  return [
    // Otherwise a step with a slip in it would pass for ever, failing alike everywhere.
    ...((reference.code !== 0) === shouldFail
      ? []
      : [
          `The reference ended with ${reference.code}:`,
          ...`${reference.stdout}${reference.stderr}`.trim().split('\n'),
        ]),
    ...(candidate.code === reference.code
      ? []
      : [`exit code: ${candidate.code} instead of ${reference.code}`]),
    ...labelled('stdout', order(candidate.stdout), order(reference.stdout)),
    ...labelled('stderr', order(candidate.stderr), order(reference.stderr)),
  ];
}

function unsettled(side: string, { stdout, stderr }: Outcome): string[] {
  return [`Never came about on the ${side}:`, stdout, stderr].filter(Boolean);
}

function labelled(label: string, first: string, second: string): string[] {
  const lines = difference(first, second);
  return lines.length > 0 ? [`${label}:`, ...lines] : [];
}
