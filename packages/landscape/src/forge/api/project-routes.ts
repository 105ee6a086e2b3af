import {
  badRequest,
  ForgeRefusal,
  jsonAnswer,
  notFound,
  type ForgeAnswer,
} from '../http';
import { isPathPart, isRefName } from '../git/names';
import {
  emptyProject,
  fullPathOf,
  type Group,
  type Project,
  type Visibility,
} from '../model';
import type { Call } from './call';
import { route, type Route } from './router';
import { projectView } from './views';

/** Each lets more people see than those before it. */
const VISIBILITIES = ['private', 'internal', 'public'] as const;

/** Projects as a whole. */
export const PROJECT_ROUTES: readonly Route[] = [
  route('GET', 'projects', call => listProjects(call)),
  route('POST', 'projects', createProject),
  route('GET', 'projects/:project', async call =>
    jsonAnswer(200, await viewOf(call, call.project)),
  ),
  route('PUT', 'projects/:project', changeProject),
  route('DELETE', 'projects/:project', async call => {
    const { project, forge } = call;
    await forge.store.exclusively(project, () =>
      forge.store.removeProject(project),
    );
    return jsonAnswer(202, { message: '202 Accepted' });
  }),
];

/** The projects that the search of a request finds, among those that are `wanted`. */
export async function listProjects(
  call: Call,
  wanted: (project: Project) => boolean = () => true,
): Promise<ForgeAnswer> {
  const { input, forge } = call;
  const search = input.optionalText('search')?.toLowerCase() ?? '';
  const nested = input.flag('search_namespaces') ?? false;
  const topic = input.optionalText('topic');
  const found = forge.store
    .projects()
    .filter(wanted)
    .filter(project => {
      const name = nested ? fullPathOf(project) : project.path;
      const text = `${name} ${project.name} ${project.description}`;
      return text.toLowerCase().includes(search);
    })
    .filter(({ topics }) => topic === undefined || topics.includes(topic));
  if (input.optionalText('order_by') === 'last_activity_at') {
    found.sort((a, b) => b.lastActivityAt - a.lastActivityAt);
  }
  const { number, size } = input.page();
  const page = found.slice((number - 1) * size, number * size);
  const views = page.map(project => viewOf(call, project));
  return call.page(await Promise.all(views), found.length);
}

async function viewOf({ forge }: Call, project: Project) {
  const head = await forge.store
    .repository(project)
    .branch(project.defaultBranch);
  const group = forge.store.group(project.group);
  return projectView(forge.url, project, group, !head);
}

async function createProject(call: Call): Promise<ForgeAnswer> {
  const { input, forge, now, account } = call;
  const path = input.optionalText('path') || slug(input.text('name'));
  const namespace = input.optionalText('namespace_id');
  const group = namespace && forge.store.group(namespace);
  if (!group) {
    throw badRequest({ namespace: ['is not valid'] });
  }
  if (!isPathPart(path)) {
    throw badRequest({
      path: [
        "can contain only letters, digits, '_', '-' and '.'. Cannot start with '-', end in '.git' or end in '.atom'.",
      ],
    });
  }
  if (forge.store.project(`${group.path}/${path}`)) throw taken();
  const defaultBranch = input.optionalText('default_branch') || 'main';
  if (!isRefName(defaultBranch)) {
    throw badRequest({ default_branch: ['is invalid'] });
  }
  const visibility = input.oneOf('visibility', VISIBILITIES) ?? 'private';
  requireVisibility(visibility, group);
  const project = emptyProject({
    id: forge.store.nextId(),
    group: group.path,
    path,
    name: input.optionalText('name') || path,
    description: input.optionalText('description') ?? '',
    visibility,
    topics: input.texts('topics') ?? input.texts('tag_list') ?? [],
    defaultBranch,
    creator: account,
    createdAt: now,
  });
  const repository = forge.store.repository(project);
  await forge.store.exclusively(project, async () => {
    // Somebody else may have had the same idea.
    if (forge.store.project(fullPathOf(project))) throw taken();
    await forge.store.addProject(project);
  });
  if (input.flag('initialize_with_readme')) {
    await forge.commit(project, {
      branch: defaultBranch,
      message: 'Initial commit',
      changes: [{ path: 'README.md', content: `# ${project.name}\n` }],
      user: account,
    });
  }
  const head = await repository.branch(defaultBranch);
  return jsonAnswer(201, projectView(forge.url, project, group, !head));
}

async function changeProject(call: Call): Promise<ForgeAnswer> {
  const { input, forge, project } = call;
  const branch = input.optionalText('default_branch');
  const visibility = input.oneOf('visibility', VISIBILITIES);
  const group = forge.store.group(project.group);
  if (visibility && group) requireVisibility(visibility, group);
  if (branch !== undefined) {
    const repository = forge.store.repository(project);
    if (!(await repository.branch(branch))) throw notFound('Branch');
    await repository.setHead(branch);
    project.defaultBranch = branch;
  }
  project.name = input.optionalText('name') ?? project.name;
  project.description =
    input.optionalText('description') ?? project.description;
  project.visibility = visibility ?? project.visibility;
  project.topics = input.texts('topics') ?? project.topics;
  forge.store.save(project);
  return jsonAnswer(200, await viewOf(call, project));
}

/** @throws ForgeRefusal 400 for a project that more people would see than its group */
function requireVisibility(visibility: Visibility, group: Group): void {
  const most = VISIBILITIES.indexOf(group.visibility);
  if (VISIBILITIES.indexOf(visibility) <= most) return;
  throw badRequest({
    visibility_level: [
      `${visibility} is not allowed in a ${group.visibility} group.`,
    ],
  });
}

function taken(): ForgeRefusal {
  const reason = ['has already been taken'];
  return badRequest({
    'project_namespace.name': reason,
    name: reason,
    path: reason,
  });
}

function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9_.-]+/g, '-');
}
