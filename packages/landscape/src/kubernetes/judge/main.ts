import { parseArgs } from 'node:util';
import { judgeAll, loadScenarios, type Verdict } from './judge';
import { writePodLog } from './pod-log';
import type { Contestant } from './side';

const USAGE = `Compares two clusters by what kubectl says to the same commands.

  --candidate FILE:CONTEXT   the cluster to judge
  --reference FILE:CONTEXT   the cluster that is right
  --kubectl FILE             default: $PILOTHOUSE_REAL_KUBECTL, else kubectl
  --verbose                  also print the commands on which both agree
  [scenario ...]             default: all
`;

function contestant(name: string, place: string | undefined): Contestant {
  const [kubeconfig, context] = place?.split(':') ?? [];
  if (!kubeconfig || !context) throw new Error(USAGE);
  return { name, kubeconfig, context };
}

// Some messages quote whole objects.
const LONGEST_LINE = 500;

/** Prints a line per command and the differences below it; returns the exit code. */
export async function main(
  args: string[],
  print: (line: string) => void,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      candidate: { type: 'string' },
      reference: { type: 'string' },
      kubectl: { type: 'string' },
      verbose: { type: 'boolean', default: false },
    },
  });
  const counts = { same: 0, different: 0 };
  const onVerdict = ({ scenario, command, problems }: Verdict) => {
    const outcome = problems.length === 0 ? 'same' : 'different';
    counts[outcome]++;
    if (outcome === 'same' && !values.verbose) return;
    print(`${outcome.padEnd(10)}${scenario.padEnd(14)}${command}`);
    problems.forEach(line => print(`    ${line.slice(0, LONGEST_LINE)}`));
  };
  const podLog = process.env.PILOTHOUSE_REAL_POD_LOG;
  if (podLog) writePodLog(podLog);
  await judgeAll(loadScenarios(positionals), {
    candidate: contestant('candidate', values.candidate),
    reference: contestant('reference', values.reference),
    kubectl: values.kubectl ?? process.env.PILOTHOUSE_REAL_KUBECTL ?? 'kubectl',
    onVerdict,
  });
  print(`${counts.same} the same, ${counts.different} different`);
  return counts.different === 0 ? 0 : 1;
}
