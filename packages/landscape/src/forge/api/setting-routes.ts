import {
  badRequest,
  ForgeRefusal,
  jsonAnswer,
  notFound,
  type ForgeAnswer,
} from '../http';
import type { Variable } from '../model';
import { USERS } from '../people';
import type { Call } from './call';
import { route, type Route } from './router';
import { userView } from './views';

const VARIABLES = 'projects/:project/variables';
const BRANCHES = 'projects/:project/protected_branches';
const MEMBERS = 'projects/:project/members';
const MAINTAINER = 40;

/** What is set up for a project: variables, protected branches, members. */
export const SETTING_ROUTES: readonly Route[] = [
  route('GET', VARIABLES, call =>
    call.paged(call.project.variables, variableView),
  ),
  route('POST', VARIABLES, call => {
    const { input, project } = call;
    const key = input.text('key');
    if (!/^\w{1,255}$/.test(key)) throw badRequest({ key: ['is invalid'] });
    if (project.variables.some(item => item.key === key)) {
      throw badRequest({ key: [`(${key}) has already been taken`] });
    }
    return setVariable(call, 201, {
      key,
      value: '',
      protected: false,
      masked: false,
      environmentScope: '*',
    });
  }),
  route('GET', `${VARIABLES}/:key`, call =>
    jsonAnswer(200, variableView(findVariable(call))),
  ),
  route('PUT', `${VARIABLES}/:key`, call =>
    setVariable(call, 200, findVariable(call)),
  ),
  route('DELETE', `${VARIABLES}/:key`, call => {
    const { project, forge } = call;
    const gone = findVariable(call);
    project.variables = project.variables.filter(item => item !== gone);
    forge.store.save(project);
    return { status: 204 };
  }),
  route('GET', BRANCHES, call =>
    call.paged(call.project.protectedBranches, item => branchView(item)),
  ),
  route('POST', BRANCHES, call => {
    const { input, project, forge, now } = call;
    const name = input.text('name');
    if (project.protectedBranches.some(item => item.name === name)) {
      throw new ForgeRefusal(409, {
        message: `Protected branch '${name}' already exists`,
      });
    }
    const allowForcePush = input.flag('allow_force_push') ?? false;
    const made = { name, allowForcePush, createdAt: now };
    project.protectedBranches.push(made);
    forge.store.save(project);
    return jsonAnswer(201, branchView(made));
  }),
  route('GET', `${BRANCHES}/:name`, call =>
    jsonAnswer(200, branchView(findBranch(call))),
  ),
  route('DELETE', `${BRANCHES}/:name`, call => {
    const { project, forge } = call;
    const gone = findBranch(call);
    project.protectedBranches = project.protectedBranches.filter(
      item => item !== gone,
    );
    forge.store.save(project);
    return { status: 204 };
  }),
  route('GET', MEMBERS, listMembers),
  route('GET', `${MEMBERS}/all`, listMembers),
  route('POST', MEMBERS, call => {
    const { input, project, forge } = call;
    const userId = input.positive('user_id') ?? 0;
    if (!USERS.some(({ id }) => id === userId)) throw notFound('User');
    if (project.members.some(item => item.userId === userId)) {
      throw new ForgeRefusal(409, { message: 'Member already exists' });
    }
    const accessLevel = input.positive('access_level') ?? MAINTAINER;
    project.members.push({ userId, accessLevel });
    forge.store.save(project);
    return jsonAnswer(201, memberView(call, userId, accessLevel));
  }),
];

function findVariable(call: Call): Variable {
  const key = call.parameter('key');
  const found = call.project.variables.find(item => item.key === key);
  if (!found) throw notFound('Variable');
  return found;
}

function setVariable(
  { input, project, forge }: Call,
  status: number,
  before: Variable,
): ForgeAnswer {
  const variable: Variable = {
    key: before.key,
    value: input.optionalText('value') ?? before.value,
    protected: input.flag('protected') ?? before.protected,
    masked: input.flag('masked') ?? before.masked,
    environmentScope:
      input.optionalText('environment_scope') ?? before.environmentScope,
  };
  const others = project.variables.filter(({ key }) => key !== before.key);
  project.variables = [...others, variable];
  forge.store.save(project);
  return jsonAnswer(status, variableView(variable));
}

function variableView(item: Variable) {
  return {
    variable_type: 'env_var',
    key: item.key,
    value: item.value,
    protected: item.protected,
    masked: item.masked,
    raw: false,
    environment_scope: item.environmentScope,
  };
}

function findBranch(call: Call) {
  const name = call.parameter('name');
  const found = call.project.protectedBranches.find(item => item.name === name);
  if (!found) throw notFound('Protected Branch');
  return found;
}

function branchView(item: { name: string; allowForcePush: boolean }) {
  const level = {
    access_level: MAINTAINER,
    access_level_description: 'Maintainers',
  };
  return {
    name: item.name,
    push_access_levels: [level],
    merge_access_levels: [level],
    allow_force_push: item.allowForcePush,
    code_owner_approval_required: false,
  };
}

function listMembers(call: Call): ForgeAnswer {
  return call.paged(call.project.members, ({ userId, accessLevel }) =>
    memberView(call, userId, accessLevel),
  );
}

function memberView({ forge }: Call, userId: number, accessLevel: number) {
  const user = USERS.find(({ id }) => id === userId);
  return {
    ...(user && userView(forge.url, user)),
    access_level: accessLevel,
  };
}
