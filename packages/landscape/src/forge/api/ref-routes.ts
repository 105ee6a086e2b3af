import {
  badRequest,
  ForgeRefusal,
  jsonAnswer,
  notFound,
  type ForgeAnswer,
} from '../http';
import { isRefName } from '../git/names';
import { GitFailure } from '../git/git';
import type { Ref } from '../git/repository';
import type { Project, Release } from '../model';
import type { Call } from './call';
import { route, type Route } from './router';
import { commitView, projectUrl, releaseView } from './views';

/** Branches, tags, and the releases that are made of tags. */
export const REF_ROUTES: readonly Route[] = [
  route('GET', 'projects/:project/repository/branches', call =>
    listRefs(call, 'branch'),
  ),
  route('POST', 'projects/:project/repository/branches', call =>
    createRef(call, 'branch', call.input.text('branch')),
  ),
  route('GET', 'projects/:project/repository/branches/:name', call =>
    showRef(call, 'branch'),
  ),
  route('DELETE', 'projects/:project/repository/branches/:name', call =>
    deleteRef(call, 'branch'),
  ),
  route('GET', 'projects/:project/repository/tags', call =>
    listRefs(call, 'tag'),
  ),
  route('POST', 'projects/:project/repository/tags', call =>
    createRef(call, 'tag', call.input.text('tag_name')),
  ),
  route('GET', 'projects/:project/repository/tags/:name', call =>
    showRef(call, 'tag'),
  ),
  route('DELETE', 'projects/:project/repository/tags/:name', call =>
    deleteRef(call, 'tag'),
  ),
  route('GET', 'projects/:project/releases', async call => {
    const { number, size } = call.input.page();
    const { releases } = call.project;
    const page = releases.slice((number - 1) * size, number * size);
    const views = page.map(item => viewOfRelease(call, item));
    return call.page(await Promise.all(views), releases.length);
  }),
  route('POST', 'projects/:project/releases', createRelease),
  route('GET', 'projects/:project/releases/:name', async call => {
    const tag = call.parameter('name');
    const found = call.project.releases.find(item => item.tag === tag);
    if (!found) throw notFound('Release');
    return jsonAnswer(200, await viewOfRelease(call, found));
  }),
];

const FOLDERS = { branch: 'refs/heads', tag: 'refs/tags' };
const WORDS = { branch: 'Branch', tag: 'Tag' };

async function listRefs(call: Call, kind: Ref['kind']): Promise<ForgeAnswer> {
  const search = call.input.optionalText('search') ?? '';
  const refs = (await call.repository.refs()).filter(
    item => item.kind === kind && item.name.includes(search),
  );
  const { number, size } = call.input.page();
  const page = refs.slice((number - 1) * size, number * size);
  const views = page.map(item => viewOfRef(call, item));
  return call.page(await Promise.all(views), refs.length);
}

async function showRef(call: Call, kind: Ref['kind']): Promise<ForgeAnswer> {
  return jsonAnswer(200, await viewOfRef(call, await findRef(call, kind)));
}

async function findRef(call: Call, kind: Ref['kind']): Promise<Ref> {
  const name = call.parameter('name');
  const refs = await call.repository.refs();
  const found = refs.find(item => item.kind === kind && item.name === name);
  if (!found) throw notFound(WORDS[kind]);
  return found;
}

async function viewOfRef({ forge, project, repository }: Call, ref: Ref) {
  const { kind, name, sha, message } = ref;
  const commit = await repository.commit(sha);
  const common = {
    name,
    commit: commit && commitView(forge.url, project, commit),
    protected: kind === 'branch' && isProtected(project, name),
  };
  if (kind === 'tag') {
    const release = project.releases.find(({ tag }) => tag === name);
    return {
      ...common,
      message,
      target: sha,
      release: release && {
        tag_name: name,
        description: release.description,
      },
    };
  }
  return {
    ...common,
    merged: false,
    default: name === project.defaultBranch,
    developers_can_push: false,
    developers_can_merge: false,
    can_push: true,
    web_url: `${projectUrl(forge.url, project)}/-/tree/${name}`,
  };
}

function isProtected({ protectedBranches }: Project, name: string): boolean {
  return protectedBranches.some(item => item.name === name);
}

async function createRef(
  call: Call,
  kind: Ref['kind'],
  name: string,
): Promise<ForgeAnswer> {
  const { input, forge, project, repository, account } = call;
  const to = await repository.resolve(input.text('ref'));
  if (!to) throw badRequest(`Invalid reference name: ${input.text('ref')}`);
  if (!isRefName(name)) throw badRequest(`${WORDS[kind]} name is invalid`);
  await forge.store.exclusively(project, async () => {
    try {
      await repository.moveRef(`${FOLDERS[kind]}/${name}`, to, undefined);
    } catch (error) {
      if (!(error instanceof GitFailure)) throw error;
      throw badRequest(
        kind === 'branch'
          ? 'Branch already exists'
          : `Tag ${name} already exists`,
      );
    }
    await forge.pushed(project, [{ kind, name, to }], account);
  });
  return jsonAnswer(
    201,
    await viewOfRef(call, { kind, name, sha: to, message: '' }),
  );
}

async function deleteRef(call: Call, kind: Ref['kind']): Promise<ForgeAnswer> {
  const { forge, project, repository, account } = call;
  const { name, sha } = await findRef(call, kind);
  if (kind === 'branch' && name === project.defaultBranch) {
    throw new ForgeRefusal(405, { message: 'Cannot delete default branch' });
  }
  if (kind === 'branch' && isProtected(project, name)) {
    throw new ForgeRefusal(403, {
      message: 'Protected branch cannot be deleted',
    });
  }
  await forge.store.exclusively(project, async () => {
    await repository.moveRef(`${FOLDERS[kind]}/${name}`, undefined, sha);
    await forge.pushed(project, [{ kind, name, from: sha }], account);
  });
  return { status: 204 };
}

async function createRelease(call: Call): Promise<ForgeAnswer> {
  const { input, forge, project, repository, account, now } = call;
  const tag = input.text('tag_name');
  if (project.releases.some(item => item.tag === tag)) {
    throw new ForgeRefusal(409, { message: 'Release already exists' });
  }
  const refs = await repository.refs();
  const present = refs.find(item => item.kind === 'tag' && item.name === tag);
  if (!present) await createRef(call, 'tag', tag);
  const sha = present?.sha ?? (await repository.resolve(input.text('ref')));
  if (!sha) throw notFound('Ref');
  const release: Release = {
    tag,
    name: input.optionalText('name') ?? tag,
    description: input.optionalText('description') ?? '',
    author: account,
    createdAt: now,
    releasedAt: now,
    sha,
  };
  project.releases.unshift(release);
  forge.store.save(project);
  return jsonAnswer(201, await viewOfRelease(call, release));
}

async function viewOfRelease(
  { forge, project, repository }: Call,
  item: Release,
) {
  const commit = await repository.commit(item.sha);
  return releaseView(forge.url, project, item, commit);
}
