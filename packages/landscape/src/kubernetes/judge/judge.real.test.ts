import {
  startLandscapeCluster,
  type LandscapeCluster,
} from '../contract/__testUtils__/landscape-cluster';
import { realKubeconfig } from '../contract/kubeconfig';
import { judge, loadScenarios } from './judge';
import { writePodLog } from './pod-log';

jest.setTimeout(240_000);

function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set`);
  return value;
}

describe('kubectl', () => {
  let landscape: LandscapeCluster;

  beforeAll(async () => {
    landscape = await startLandscapeCluster();
    writePodLog(required('PILOTHOUSE_REAL_POD_LOG'));
  });

  afterAll(() => landscape.stop());

  it('says the same to the landscape as to the real one', async () => {
    const problems: string[] = [];
    for (const scenario of await loadScenarios()) {
      const verdicts = await judge(scenario, {
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
      for (const verdict of verdicts) {
        if (verdict.problems.length === 0) continue;
        problems.push(
          [`${verdict.scenario}: ${verdict.command}`, ...verdict.problems].join(
            '\n',
          ),
        );
      }
    }
    expect(problems).toEqual([]);
  });
});
