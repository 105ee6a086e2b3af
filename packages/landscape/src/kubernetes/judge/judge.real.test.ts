import {
  startLandscapeCluster,
  type LandscapeCluster,
} from '../contract/__testUtils__/landscape-cluster';
import { realKubeconfig } from '../contract/kubeconfig';
import { judgeAll, loadScenarios, type Verdict } from './judge';
import { writePodLog } from './pod-log';

// About 750 commands on two clusters.
const PATIENCE = 10 * 60_000;

function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set`);
  return value;
}

describe('kubectl says the same to the landscape as to the real one', () => {
  const scenarios = loadScenarios();
  let landscape: LandscapeCluster;
  let verdicts: Verdict[] = [];

  beforeAll(async () => {
    landscape = await startLandscapeCluster();
    writePodLog(required('PILOTHOUSE_REAL_POD_LOG'));
    verdicts = await judgeAll(scenarios, {
      candidate: {
        name: 'landscape',
        kubeconfig: landscape.kubeconfig,
        context: 'landscape',
      },
      reference: {
        name: 'beijing',
        kubeconfig: realKubeconfig(),
        context: 'beijing',
      },
      kubectl: required('PILOTHOUSE_REAL_KUBECTL'),
    });
  }, PATIENCE);

  afterAll(() => landscape?.stop());

  it.each(scenarios)('in $name', ({ name, steps }) => {
    const own = verdicts.filter(({ scenario }) => scenario === name);
    expect(own).toHaveLength(steps.length);
    const differences = own.filter(({ problems }) => problems.length > 0);
    expect(
      differences.map(({ command, problems }) => [command, ...problems]),
    ).toEqual([]);
  });
});
