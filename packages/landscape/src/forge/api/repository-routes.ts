import { createHash } from 'node:crypto';
import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { badRequest, jsonAnswer, notFound, type ForgeAnswer } from '../http';
import { GitFailure } from '../git/git';
import { isFilePath, isSha } from '../git/names';
import type { TreeEntry } from '../git/output';
import type { Call } from './call';
import { route, type Route } from './router';

const compress = promisify(gzip);

/** Reading a repository: trees, files, archives. */
export const REPOSITORY_ROUTES: readonly Route[] = [
  route('GET', 'projects/:project/repository/tree', tree),
  route('GET', 'projects/:project/repository/files/:path', file),
  route('GET', 'projects/:project/repository/files/:path/raw', rawFile),
  route('GET', 'projects/:project/repository/blobs/:sha', async call => {
    const { sha, content } = await blob(call);
    return jsonAnswer(200, {
      size: content.length,
      encoding: 'base64',
      content: content.toString('base64'),
      sha,
    });
  }),
  route('GET', 'projects/:project/repository/blobs/:sha/raw', async call =>
    rawAnswer((await blob(call)).content),
  ),
  route('GET', 'projects/:project/repository/archive', archive),
  route('GET', 'projects/:project/repository/archive.tar.gz', archive),
];

async function tree(call: Call): Promise<ForgeAnswer> {
  const { input, repository } = call;
  const sha = await call.commit('ref', 'Tree');
  const folder = (input.optionalText('path') ?? '').replace(/^\/+|\/+$/g, '');
  if (folder && !isFilePath(folder)) throw notFound('Tree');
  const recursive = input.flag('recursive') ?? false;
  const entries = await repository.tree(sha, folder, recursive);
  if (folder && entries.length === 0) {
    throw notFound('invalid revision or path');
  }
  return call.paged(entries, ({ sha: id, type, path, mode }) => ({
    id,
    name: path.slice(path.lastIndexOf('/') + 1),
    type,
    path,
    mode,
  }));
}

async function file(call: Call): Promise<ForgeAnswer> {
  const { entry, commit, content } = await findFile(call);
  const facts = await factsOf(call, entry, commit, content);
  return jsonAnswer(
    200,
    { ...facts, encoding: 'base64', content: content.toString('base64') },
    headersOf(facts),
  );
}

async function rawFile(call: Call): Promise<ForgeAnswer> {
  const { entry, commit, content } = await findFile(call);
  const facts = await factsOf(call, entry, commit, content);
  const headers = { ...headersOf(facts), ETag: `W/"${entry.sha}"` };
  if (call.headers['if-none-match'] === headers.ETag) {
    return { status: 304, headers };
  }
  const answer = rawAnswer(content);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

async function findFile(call: Call) {
  const path = call.parameter('path');
  if (!isFilePath(path)) {
    throw badRequest('file_path should be a valid file path');
  }
  const commit = await call.commit('ref', 'Commit');
  const entry = await call.repository.entry(commit, path);
  if (entry?.type !== 'blob') throw notFound('File');
  return { entry, commit, content: await call.repository.blob(entry.sha) };
}

async function factsOf(
  { repository, input, project }: Call,
  { path, sha, mode }: TreeEntry,
  commit: string,
  content: Buffer,
) {
  const [last] = await repository.commits(commit, { path, limit: 1 });
  return {
    file_name: path.slice(path.lastIndexOf('/') + 1),
    file_path: path,
    size: content.length,
    content_sha256: createHash('sha256').update(content).digest('hex'),
    ref: input.optionalText('ref') || project.defaultBranch,
    blob_id: sha,
    commit_id: commit,
    last_commit_id: last?.sha ?? commit,
    execute_filemode: mode === '100755',
  };
}

/** `X-Gitlab-Blob-Id` and the like. A path may have signs that no header can carry. */
function headersOf(facts: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      `X-Gitlab-${name.replace(
        /(^|_)([a-z])/g,
        (_, before, letter) => `${before && '-'}${letter.toUpperCase()}`,
      )}`,
      encodeURIComponent(String(value)).replace(/%2F/g, '/'),
    ]),
  );
}

/** @throws ForgeRefusal 404 for what is no blob of the repository */
async function blob(call: Call): Promise<{ sha: string; content: Buffer }> {
  const sha = call.parameter('sha');
  if (!isSha(sha)) throw notFound('Blob');
  try {
    return { sha, content: await call.repository.blob(sha) };
  } catch (error) {
    if (error instanceof GitFailure) throw notFound('Blob');
    throw error;
  }
}

/** Never as what it is: a page of somebody's repository must not run here. */
function rawAnswer(body: Buffer): ForgeAnswer {
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': 'inline',
    },
    body,
  };
}

async function archive(call: Call): Promise<ForgeAnswer> {
  const { input, project, repository } = call;
  const sha = await call.commit('sha', 'File');
  const path = (input.optionalText('path') ?? '').replace(/^\/+|\/+$/g, '');
  if (path && !(isFilePath(path) && (await repository.entry(sha, path)))) {
    throw notFound('File');
  }
  const ref = input.optionalText('sha') || project.defaultBranch;
  const name = [project.path, ref, sha, ...(path ? [path] : [])]
    .join('-')
    .replace(/[^A-Za-z0-9_.-]/g, '-');
  const tar = await repository.archive(sha, name, path || undefined);
  return {
    status: 200,
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename="${name}.tar.gz"`,
    },
    body: await compress(tar, { level: 1 }),
  };
}
