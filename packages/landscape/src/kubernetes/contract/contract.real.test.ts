import { writePodLog } from '../judge/pod-log';
import { describeKubernetesContract } from './contract';
import { realKubeconfig, targetFromKubeconfig } from './kubeconfig';

jest.setTimeout(60_000);

function realPodLog(): string {
  const file = process.env.PILOTHOUSE_REAL_POD_LOG;
  if (!file) throw new Error('PILOTHOUSE_REAL_POD_LOG is not set');
  return file;
}

describe.each(['beijing', 'shanghai'])('%s', context => {
  describeKubernetesContract(context, async () => ({
    target: targetFromKubeconfig(realKubeconfig(), context),
    whileWaiting: () => writePodLog(realPodLog()),
  }));
});
