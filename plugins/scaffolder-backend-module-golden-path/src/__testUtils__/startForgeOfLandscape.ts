import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { freePortBase, startLandscape } from '@pilothouse/landscape';
import { createGitLab } from '@pilothouse/plugin-gitlab-node';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GroupGrants } from '../forge/GroupGrants';

/** The simulated company with its forge, and what actions need to work with that. */
export async function startForgeOfLandscape() {
  const dataDir = await mkdtemp(join(tmpdir(), 'golden-path-'));
  const landscape = await startLandscape({
    portBase: await freePortBase(),
    dataDir,
  });
  const { forge } = landscape;
  const { host } = new URL(forge.url);
  const config = new ConfigReader({
    integrations: {
      gitlab: [
        {
          host,
          baseUrl: forge.url,
          apiBaseUrl: `${forge.url}/api/v4`,
          token: forge.tokens.portal,
        },
      ],
    },
    goldenPath: {
      groups: [
        { group: 'order', owners: ['user:default/mock', 'group:team-order'] },
        { group: 'legacy', owners: ['user:default/mock'] },
        { group: 'payment', owners: ['group:default/team-payment'] },
      ],
    },
  });
  const integrations = ScmIntegrations.fromConfig(config);
  return {
    forge,
    landscape,
    deps: {
      integrations,
      grants: GroupGrants.fromConfig(config, mockServices.userInfo()),
    },
    api: createGitLab(integrations, host).api,
    repoUrl: (group: string, name: string) =>
      `${host}?owner=${group}&repo=${name}`,
    async stop() {
      await landscape.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** A folder as the steps before have left it. */
export function createWorkspace() {
  return createMockDirectory();
}
