import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { Project } from './readProjects';

interface Options {
  auth: AuthService;
  projects: readonly Project[];
}

/**
 * The pipelines: services that act for one entity and for nothing else. Backstage itself allows services everything, so
 * that whatever they may not do has to be refused here.
 */
export class Projects {
  readonly #auth: AuthService;
  readonly #bySubject: ReadonlyMap<string, Project>;

  constructor({ auth, projects }: Options) {
    this.#auth = auth;
    this.#bySubject = new Map(
      projects.map(project => [project.subject, project]),
    );
  }

  /** @returns `undefined` for people, and for services that are no pipeline */
  of(credentials: BackstageCredentials): Project | undefined {
    return this.#auth.isPrincipal(credentials, 'service')
      ? this.#bySubject.get(credentials.principal.subject)
      : undefined;
  }

  /**
   * @throws NotAllowedError for a pipeline that asks about another entity than its own
   */
  requireEntity(credentials: BackstageCredentials, entityRef: string): void {
    const project = this.of(credentials);
    if (!project || project.entityRef === entityRef) return;
    throw new NotAllowedError(
      `${project.subject} may ask about ${project.entityRef} only`,
    );
  }

  /** @throws NotAllowedError for a pipeline: what it asks for is about more than its entity */
  refuse(credentials: BackstageCredentials): void {
    const project = this.of(credentials);
    if (!project) return;
    throw new NotAllowedError(
      `${project.subject} may ask about ${project.entityRef} only`,
    );
  }
}
