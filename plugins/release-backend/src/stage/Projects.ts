import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { isError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ownProject, projectPath } from '@pilothouse/plugin-gitlab-node';
import { bindEntity } from '../entity/bindEntity';
import type {
  EntityProject,
  GitLabProjects,
  ProjectsConfig,
} from './readProjects';

/** The `sub` of a token that GitLab gives to a job; neither paths nor branches have a colon. */
const SUBJECT_OF_JOB =
  /^project_path:([^:\s]+):ref_type:(branch|tag):ref:([^:\s]+)$/;

/** Errors that say that an entity has no project, or another than it names. */
const NOT_ITS_OWN = ['NotFoundError', 'NotAllowedError', 'InputError'];

/** A pipeline that asks. */
interface Pipeline {
  subject: string;
  /** Where it may begin rollouts. */
  environments: readonly string[];
  /** All that it is for; missing where its project says so. */
  entityRef?: string;
  /** A project, and of which owners the entities may be that it is for. */
  project?: { host: string; path: string; owners: readonly string[] };
}

interface Options {
  auth: AuthService;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  integrations: Pick<ScmIntegrations, 'gitlab'>;
  projects: ProjectsConfig;
}

/**
 * The pipelines: services that act for one entity, or for those of one project, and for nothing else. Backstage itself
 * allows services everything, so that whatever they may not do has to be refused here.
 */
export class Projects {
  readonly #options: Options;
  readonly #bySubject: ReadonlyMap<string, EntityProject>;

  constructor(options: Options) {
    this.#options = options;
    this.#bySubject = new Map(
      options.projects.entities.map(project => [project.subject, project]),
    );
  }

  /** @returns `undefined` for people, and for services that are no pipeline */
  of(credentials: BackstageCredentials): Pipeline | undefined {
    const { auth, projects } = this.#options;
    if (!auth.isPrincipal(credentials, 'service')) return undefined;
    const { subject } = credentials.principal;
    const known = this.#bySubject.get(subject);
    if (known) return known;
    for (const gitlab of projects.gitlabs) {
      const prefix = `external:${gitlab.subjectPrefix}:`;
      if (subject.startsWith(prefix)) {
        return pipelineOf(gitlab, subject, subject.slice(prefix.length));
      }
    }
    return undefined;
  }

  /** Whether a pipeline is for an entity. */
  async isFor(
    pipeline: Pipeline,
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const { entityRef: only, project } = pipeline;
    if (only !== undefined) return only === entityRef;
    if (!project) return false;
    const { catalog, integrations } = this.#options;
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    if (!entity) return false;
    // Whoever writes an entity says whose it is: nobody gets further than their group by it.
    const { owners } = bindEntity(entity);
    if (
      owners.length === 0 ||
      !owners.every(owner => project.owners.includes(owner))
    ) {
      return false;
    }
    try {
      const own = ownProject(entity, integrations);
      return (
        own.host === project.host &&
        projectPath(own).toLowerCase() === project.path.toLowerCase()
      );
    } catch (error) {
      if (isError(error) && NOT_ITS_OWN.includes(error.name)) return false;
      throw error;
    }
  }

  /**
   * @throws NotAllowedError for a pipeline that asks about another entity than its own; NotFoundError for one of a
   * project, which is told alike of what is not there and of what is not its own
   */
  async requireEntity(
    credentials: BackstageCredentials,
    entityRef: string,
  ): Promise<void> {
    const pipeline = this.of(credentials);
    if (!pipeline) return;
    if (await this.isFor(pipeline, entityRef, credentials)) return;
    if (!pipeline.project) throw notAllowed(pipeline);
    throw new NotFoundError(
      `There is no entity ${entityRef} of the project ${pipeline.project.path}`,
    );
  }

  /** @throws NotAllowedError for a pipeline: what it asks for is about more than its entity */
  refuse(credentials: BackstageCredentials): void {
    const pipeline = this.of(credentials);
    if (pipeline) throw notAllowed(pipeline);
  }
}

/** What cannot be read, or is of another branch, is a pipeline all the same: one that is for nothing. */
function pipelineOf(
  { gitlab, branches, environments, groups }: GitLabProjects,
  subject: string,
  ofJob: string,
): Pipeline {
  const [, path, type, ref] = SUBJECT_OF_JOB.exec(ofJob) ?? [];
  if (path === undefined || type !== 'branch' || !branches.includes(ref)) {
    return { subject, environments: [] };
  }
  const owners = groups.flatMap(each =>
    path.toLowerCase().startsWith(`${each.group.toLowerCase()}/`)
      ? each.owners
      : [],
  );
  return { subject, environments, project: { host: gitlab, path, owners } };
}

function notAllowed({ subject, entityRef, project }: Pipeline) {
  const only =
    entityRef ??
    (project
      ? `entities of the project ${project.path}`
      : 'what a job of a branch that releases is for');
  return new NotAllowedError(`${subject} may ask about ${only} only`);
}
