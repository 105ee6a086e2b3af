import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readIfThere } from '../read-if-there';
import { isRecord } from './api/input';
import { Repository } from './git/repository';
import { fullPathOf, type Group, type Project } from './model';

/** Ids below are for what the landscape makes itself, the same at every start. */
const FIRST_ID = 100_000;

/**
 * Projects and groups: in memory, and on disk as far as somebody has changed them. A project is a file
 * `projects/<group>/<project>.json` beside its `repositories/<group>/<project>.git`.
 */
export class ForgeStore {
  readonly #dir: string;
  readonly #projects = new Map<string, Project>();
  readonly #groups = new Map<string, Group>();
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #onError: (error: unknown) => void;
  #saving: Promise<void> = Promise.resolve();
  #nextId = FIRST_ID;

  private constructor(dir: string, onError: (error: unknown) => void) {
    this.#dir = dir;
    this.#onError = onError;
  }

  /** @param dir - the forge's own folder */
  static async open(
    dir: string,
    onError: (error: unknown) => void = () => {},
  ): Promise<ForgeStore> {
    const store = new ForgeStore(dir, onError);
    await mkdir(join(dir, 'repositories'), { recursive: true, mode: 0o700 });
    await mkdir(join(dir, 'projects'), { recursive: true, mode: 0o700 });
    await store.#load();
    return store;
  }

  /** Where `git http-backend` finds the repositories. */
  get repositories(): string {
    return join(this.#dir, 'repositories');
  }

  /** Newest first. */
  projects(): Project[] {
    return [...this.#projects.values()].sort(
      (a, b) => b.createdAt - a.createdAt || b.id - a.id,
    );
  }

  /** @param name - its full path, or its number */
  project(name: string): Project | undefined {
    const found = this.#projects.get(name.toLowerCase());
    if (found || !/^\d+$/.test(name)) return found;
    return [...this.#projects.values()].find(({ id }) => id === Number(name));
  }

  groups(): Group[] {
    return [...this.#groups.values()].sort((a, b) => a.id - b.id);
  }

  /** @param name - its full path, or its number */
  group(name: string): Group | undefined {
    const found = this.#groups.get(name.toLowerCase());
    if (found || !/^\d+$/.test(name)) return found;
    return [...this.#groups.values()].find(({ id }) => id === Number(name));
  }

  repository(project: Project): Repository {
    return new Repository(
      join(this.repositories, `${fullPathOf(project).toLowerCase()}.git`),
    );
  }

  nextId(): number {
    return this.#nextId++;
  }

  addGroup(group: Group): void {
    this.#groups.set(group.path.toLowerCase(), group);
    if (group.id < FIRST_ID) return;
    const made = this.groups().filter(({ id }) => id >= FIRST_ID);
    this.#write(join(this.#dir, 'groups.json'), made);
  }

  /** Makes the project and its empty repository; what lay there before is gone. */
  async addProject(project: Project): Promise<Repository> {
    const { dir } = this.repository(project);
    await rm(dir, { recursive: true, force: true });
    const repository = await Repository.create(dir, project.defaultBranch);
    this.#projects.set(fullPathOf(project).toLowerCase(), project);
    if (!project.pristine) this.save(project);
    return repository;
  }

  async removeProject(project: Project): Promise<void> {
    this.#projects.delete(fullPathOf(project).toLowerCase());
    await rm(this.repository(project).dir, { recursive: true, force: true });
    this.#queue(() => rm(this.#fileOf(project), { force: true }));
  }

  /** Notes that somebody has changed a project: from now on it is kept over restarts. */
  save(project: Project): void {
    project.pristine = false;
    // A job may end after its project is gone.
    if (this.project(fullPathOf(project)) !== project) return;
    this.#write(this.#fileOf(project), project);
  }

  /** Runs tasks on one repository one after the other. */
  exclusively<T>(project: Project, task: () => Promise<T>): Promise<T> {
    const key = fullPathOf(project).toLowerCase();
    const before = this.#queues.get(key) ?? Promise.resolve();
    const turn = before.then(task, task);
    const settled = turn.catch(() => {});
    this.#queues.set(key, settled);
    settled.then(() => {
      if (this.#queues.get(key) === settled) this.#queues.delete(key);
    });
    return turn;
  }

  /** Resolves when everything is on disk. */
  async saved(): Promise<void> {
    await this.#saving;
  }

  #fileOf(project: Project): string {
    const name = `${fullPathOf(project).toLowerCase()}.json`;
    return join(this.#dir, 'projects', name);
  }

  #write(file: string, value: unknown): void {
    const text = JSON.stringify(value);
    this.#queue(async () => {
      await mkdir(dirname(file), { recursive: true });
      // Variables may be secrets. A file that is half written is never found under its name.
      await writeFile(`${file}.draft`, text, { mode: 0o600 });
      await rename(`${file}.draft`, file);
    });
  }

  #queue(task: () => Promise<void>): void {
    this.#saving = this.#saving.then(task).catch(this.#onError);
  }

  async #load(): Promise<void> {
    const folder = join(this.#dir, 'projects');
    const entries = await readdir(folder, {
      recursive: true,
      withFileTypes: true,
    });
    for (const entry of entries) {
      if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
      const value = await readJson(join(entry.parentPath, entry.name));
      if (!isProject(value)) continue;
      this.#projects.set(fullPathOf(value).toLowerCase(), value);
      this.#nextId = Math.max(this.#nextId, highestId(value) + 1);
    }
    const groups = await readJson(join(this.#dir, 'groups.json'));
    for (const group of Array.isArray(groups) ? groups : []) {
      if (!isGroup(group)) continue;
      this.#groups.set(group.path.toLowerCase(), group);
      this.#nextId = Math.max(this.#nextId, group.id + 1);
    }
  }
}

function highestId({ id, pipelines, mergeRequests }: Project): number {
  return Math.max(
    id,
    ...mergeRequests.map(item => item.id),
    ...pipelines.flatMap(item => [item.id, ...item.jobs.map(job => job.id)]),
  );
}

/** @throws Error naming a file that is no JSON */
async function readJson(file: string): Promise<unknown> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is broken: delete it, or the whole folder`, {
      cause,
    });
  }
}

/** These files are the forge's own: that it is one of them is enough to know. */
function isProject(value: unknown): value is Project {
  return (
    isRecord(value) &&
    typeof value.id === 'number' &&
    typeof value.group === 'string' &&
    typeof value.path === 'string' &&
    Array.isArray(value.pipelines) &&
    Array.isArray(value.mergeRequests) &&
    Array.isArray(value.images)
  );
}

function isGroup(value: unknown): value is Group {
  return (
    isRecord(value) &&
    typeof value.id === 'number' &&
    typeof value.path === 'string'
  );
}
