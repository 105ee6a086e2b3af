import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(__dirname, '../../../..');
const DIST = join(ROOT, 'packages/backend/dist');
// Yarn names itself to the scripts that it runs.
const YARN = process.env.npm_execpath ?? 'yarn';
// As in deploy/Dockerfile.
const CONFIGURATION = ['app-config.yaml', 'app-config.production.yaml'];
const INSTALL_INPUT = [
  'package.json',
  'yarn.lock',
  '.yarnrc.yml',
  'backstage.json',
];

/** Builds the backend with its app and installs it into a new folder, by the commands of deploy/Dockerfile. */
export async function installProductionBuild(): Promise<string> {
  const { NODE_ENV: _, NODE_OPTIONS: __, ...env } = process.env;
  await run(YARN, ['workspace', 'backend', 'build'], {
    cwd: ROOT,
    env,
    maxBuffer: 64 << 20,
  });
  const folder = await mkdtemp(join(tmpdir(), 'pilothouse-production-'));
  for (const file of [...INSTALL_INPUT, ...CONFIGURATION]) {
    await copyFile(join(ROOT, file), join(folder, file));
  }
  await unpack('skeleton.tar.gz', folder);
  await run(YARN, ['workspaces', 'focus', '--all', '--production'], {
    cwd: folder,
    env,
    maxBuffer: 64 << 20,
  });
  await unpack('bundle.tar.gz', folder);
  await mkdir(join(folder, 'data'));
  return folder;
}

/** The command of deploy/Dockerfile, to be run in the folder of the build, with more configuration on top. */
export function productionCommand(...more: string[]): string[] {
  const configs = [...CONFIGURATION, ...more];
  return ['packages/backend', ...configs.flatMap(file => ['--config', file])];
}

export async function removeProductionBuild(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function unpack(archive: string, folder: string): Promise<void> {
  await run('tar', ['--no-overwrite-dir', '-xzf', join(DIST, archive)], {
    cwd: folder,
  });
}
