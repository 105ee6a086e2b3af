import { startLandscapeAccounts } from '../__testUtils__/rollout/startLandscapeAccounts';
import { provisionSuite } from './__testUtils__/provisionSuite';

jest.setTimeout(60_000);

describe('provisioning on the landscape', () => {
  provisionSuite(async () => {
    const accounts = await startLandscapeAccounts();
    const admin = await accounts.admin.get('dev');
    if (!admin) throw new Error('The landscape has no cluster dev');
    return {
      cluster: 'dev',
      portal: accounts.portal,
      admin,
      prefix: 'prov',
      stop: () => accounts.stop(),
    };
  });
});
