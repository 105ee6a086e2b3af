import { jsonAnswer, notFound, badRequest, ForgeRefusal } from '../http';
import { isPathPart } from '../git/names';
import { USERS } from '../people';
import type { Call } from './call';
import { listProjects } from './project-routes';
import { route, type Route } from './router';
import { groupView, namespaceView, userView } from './views';

const VISIBILITIES = ['private', 'internal', 'public'] as const;

/** Who there is, and the groups that projects live in. */
export const PEOPLE_ROUTES: readonly Route[] = [
  route('GET', 'version', () =>
    jsonAnswer(200, { version: '18.5.0', revision: 'landscape' }),
  ),
  route('GET', 'user', ({ user, forge }) =>
    jsonAnswer(200, { ...userView(forge.url, user), email: user.email }),
  ),
  route('GET', 'users', call => {
    const { input, forge } = call;
    const username = input.optionalText('username');
    const search = input.optionalText('search')?.toLowerCase() ?? '';
    const found = USERS.filter(user =>
      username === undefined
        ? `${user.username} ${user.name}`.toLowerCase().includes(search)
        : user.username === username,
    );
    return call.paged(found, user => userView(forge.url, user));
  }),
  route('GET', 'users/:user', call => {
    const found = USERS.find(({ id }) => id === call.number('user'));
    if (!found) throw notFound('User');
    return jsonAnswer(200, userView(call.forge.url, found));
  }),
  // People have no projects of their own here.
  route('GET', 'users/:user/projects', call => call.paged([], () => ({}))),
  route('GET', 'namespaces', call =>
    call.paged(groupsFound(call), item => namespaceView(call.forge.url, item)),
  ),
  route('GET', 'namespaces/:group', call => {
    const found = call.forge.store.group(call.parameter('group'));
    if (!found) throw notFound('Namespace');
    return jsonAnswer(200, namespaceView(call.forge.url, found));
  }),
  route('GET', 'groups', call =>
    call.paged(groupsFound(call), item => groupView(call.forge.url, item)),
  ),
  route('POST', 'groups', createGroup),
  route('GET', 'groups/:group', ({ group, forge }) =>
    jsonAnswer(200, groupView(forge.url, group)),
  ),
  route('GET', 'groups/:group/projects', call => {
    const { path } = call.group;
    return listProjects(call, project => project.group === path);
  }),
];

function groupsFound({ input, forge }: Call) {
  const search = input.optionalText('search')?.toLowerCase() ?? '';
  return forge.store
    .groups()
    .filter(({ path, name }) =>
      `${path} ${name}`.toLowerCase().includes(search),
    );
}

function createGroup({ input, forge, now }: Call) {
  const path = input.text('path');
  const parentId = input.positive('parent_id');
  const parent =
    parentId === undefined ? undefined : forge.store.group(String(parentId));
  if (parentId !== undefined && !parent) throw notFound('Group');
  if (!isPathPart(path)) {
    throw badRequest({
      path: ['can only include letters, digits, _, - and .'],
    });
  }
  const full = parent ? `${parent.path}/${path}` : path;
  if (forge.store.group(full)) {
    throw new ForgeRefusal(400, {
      message: 'Failed to save group {:path=>["has already been taken"]}',
    });
  }
  const group = {
    id: forge.store.nextId(),
    path: full,
    name: input.optionalText('name') ?? path,
    description: input.optionalText('description') ?? '',
    visibility: input.oneOf('visibility', VISIBILITIES) ?? 'private',
    createdAt: now,
  };
  forge.store.addGroup(group);
  return jsonAnswer(201, groupView(forge.url, group));
}
