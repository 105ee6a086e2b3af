import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFetchSharedTemplateAction } from './fetchTemplate';

const shelf = createMockDirectory();
const workspace = createMockDirectory();

function run(url: string) {
  const action = createFetchSharedTemplateAction({
    reader: mockServices.urlReader.mock(),
    integrations: ScmIntegrations.fromConfig(mockServices.rootConfig()),
  });
  return action.handler(
    createMockActionContext({
      input: { url, values: { name: 'order-api' } },
      workspacePath: workspace.path,
      templateInfo: {
        entityRef: 'template:default/node-service',
        baseUrl: `file://${join(
          shelf.path,
          'templates/node-service/template.yaml',
        )}`,
      },
    }),
  );
}

beforeEach(() => {
  workspace.clear();
  shelf.setContent({
    'secret.txt': 'not for templates',
    templates: {
      shared: {
        service: { '${{ values.name }}.txt': 'I am ${{ values.name }}' },
      },
      'node-service': {
        'template.yaml': '',
        skeleton: { 'own.txt': 'own' },
      },
    },
  });
});

describe('pilothouse:fetch:template', () => {
  it('fetches from a folder beside the template', async () => {
    await run('../shared/service');
    expect(readFileSync(join(workspace.path, 'order-api.txt'), 'utf8')).toBe(
      'I am order-api',
    );
  });

  it("fetches from the template's own folder", async () => {
    await run('./skeleton');
    expect(readFileSync(join(workspace.path, 'own.txt'), 'utf8')).toBe('own');
  });

  it.each(['../..', '../../', '../shared/../../..', '..'])(
    'does not leave the folder of all templates by %s',
    async url => {
      await expect(run(url)).rejects.toThrow(
        "url has to lead to a folder beside the template's own",
      );
    },
  );
});
