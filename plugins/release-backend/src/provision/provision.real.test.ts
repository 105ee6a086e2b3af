import { provisionSuite } from './__testUtils__/provisionSuite';
import { startRealCluster } from './__testUtils__/startRealCluster';

jest.setTimeout(120_000);

describe('provisioning on a real control plane', () => {
  provisionSuite(startRealCluster);
});
