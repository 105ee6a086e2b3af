import { cp, mkdir, writeFile } from 'node:fs/promises';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { goldenPathModule } from '../module';

/** The templates of this repository. */
export const TEMPLATES = resolve(__dirname, '../../../../templates');

/** What the templates know of the house: that of the landscape, where nothing is set otherwise. */
export const HOUSE: Record<string, string> = parse(
  readFileSync(resolve(TEMPLATES, '../app-config.yaml'), 'utf8').replace(
    /\$\{\w+(?::-(.*?))?\}/g,
    (_, otherwise = '') => otherwise,
  ),
).scaffolder.defaultEnvironment.parameters;

/** A file that a template has made. */
export interface Made {
  text: string;
  executable: boolean;
}

export interface DryRun {
  files: Map<string, Made>;
  /** What the release backend was asked to look at. */
  checked: { path: string; text: string }[];
  output: JsonObject;
}

/** Writes the files that a template has made into a folder. */
export async function lay({ files }: DryRun, folder: string): Promise<void> {
  for (const [path, { text, executable }] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode: executable ? 0o755 : 0o644 });
  }
}

/** Names of the templates, by their folders. */
export function templateNames(): string[] {
  return readdirSync(TEMPLATES, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && entry.name !== 'shared')
    .map(({ name }) => name);
}

export function readTemplate(name: string) {
  return parse(readFileSync(join(TEMPLATES, name, 'template.yaml'), 'utf8'));
}

const ORDER_API = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'order-api',
    namespace: 'default',
    annotations: { 'gitlab.com/project-slug': 'order/order-api' },
  },
};

/** Asked for the person who fills in the form, who is not there, and for whatever a form can choose. */
const catalogOfOneService = createBackendPlugin({
  pluginId: 'catalog',
  register(reg) {
    reg.registerInit({
      deps: { http: coreServices.httpRouter },
      async init({ http }) {
        http.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
        http.use((request, response) => {
          if (request.path.endsWith('/component/default/order-api')) {
            response.json(ORDER_API);
          } else {
            response.status(404).json({});
          }
        });
      },
    });
  },
});

/** A scaffolder that dry-runs the templates of this repository, with all of its actions. */
export async function startDryRuns(
  groups = ['order', 'legacy'],
  house: JsonObject = {},
) {
  const folder = createMockDirectory({ mockOsTmpDir: false });
  // A dry run's contents lie in a folder of their own here; what templates share is looked for beside it.
  await cp(join(TEMPLATES, 'shared'), join(folder.path, 'shared'), {
    recursive: true,
  });
  const checked: DryRun['checked'] = [];
  const backend = await startTestBackend({
    features: [
      scaffolderPlugin,
      goldenPathModule,
      releaseThatApproves(checked),
      catalogOfOneService,
      mockServices.rootConfig.factory({
        data: {
          backend: { workingDirectory: folder.path },
          goldenPath: {
            groups: groups.map(group => ({
              group,
              owners: ['user:default/mock'],
            })),
          },
          scaffolder: {
            defaultEnvironment: { parameters: { ...HOUSE, ...house } },
          },
          integrations: {
            gitlab: [
              {
                host: HOUSE.gitlabHost,
                apiBaseUrl: `http://${HOUSE.gitlabHost}/api/v4`,
                token: 'x',
              },
            ],
          },
        },
      }),
    ],
  });
  const url = `http://127.0.0.1:${backend.server.port()}/api/scaffolder/v2/dry-run`;

  return {
    stop: () => backend.stop(),
    async run(name: string, values: JsonObject): Promise<DryRun> {
      checked.length = 0;
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          // Tests that compute for seconds let the server close a connection that this side still takes for open.
          Connection: 'close',
        },
        body: JSON.stringify({
          template: readTemplate(name),
          values,
          directoryContents: contentsOf(join(TEMPLATES, name)),
        }),
      });
      const answer = await response.json();
      if (!response.ok) throw new InputError(JSON.stringify(answer));
      const files = new Map<string, Made>(
        answer.directoryContents.map(
          (file: {
            path: string;
            executable?: boolean;
            base64Content: string;
          }) => [
            file.path,
            {
              text: Buffer.from(file.base64Content, 'base64').toString('utf8'),
              executable: file.executable ?? false,
            },
          ],
        ),
      );
      return { files, output: answer.output, checked: [...checked] };
    },
  };
}

function contentsOf(folder: string) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => {
      const path = join(entry.parentPath, entry.name);
      return {
        path: path.slice(folder.length + 1),
        base64Content: readFileSync(path).toString('base64'),
      };
    });
}

/** Stands in for the release backend, whose rules have tests of their own. */
function releaseThatApproves(checked: DryRun['checked']) {
  return createBackendPlugin({
    pluginId: 'release',
    register(reg) {
      reg.registerInit({
        deps: { http: coreServices.httpRouter },
        async init({ http }) {
          http.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
          http.use(async (request, response) => {
            const chunks: Buffer[] = [];
            for await (const chunk of request) chunks.push(chunk);
            const { manifests } = JSON.parse(String(Buffer.concat(chunks)));
            checked.push(...(manifests ?? []));
            response.json({
              ok: true,
              findings: [],
              objects: [],
              clusters: [],
              targets: [],
            });
          });
        },
      });
    },
  });
}
