import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  parseLocationRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import {
  INSTANCE_ANNOTATION,
  PROJECT_SLUG_ANNOTATION,
} from '@pilothouse/plugin-pipelines-common';
import { parseProjectSlug, projectPath, type ProjectRef } from './projectRef';

/**
 * The project that an entity names as its own.
 *
 * The portal's token may read more projects than the person who asks, and whoever registers an entity writes its
 * annotations: somebody could name a project that they may not see. So an entity that was registered by its URL can
 * only name the project that it is kept in. What the operators themselves configured, from files or by a provider,
 * names what it wants.
 *
 * @throws NotFoundError when the entity names no project; NotAllowedError when it names another than its own
 */
export function ownProject(
  entity: Entity,
  integrations: Pick<ScmIntegrations, 'gitlab'>,
): ProjectRef {
  const { annotations = {} } = entity.metadata;
  const slug = annotations[PROJECT_SLUG_ANNOTATION];
  const entityRef = stringifyEntityRef(entity);
  if (!slug) {
    throw new NotFoundError(
      `${entityRef} has no annotation ${PROJECT_SLUG_ANNOTATION}`,
    );
  }
  const host =
    annotations[INSTANCE_ANNOTATION] ??
    integrations.gitlab.list().at(0)?.config.host ??
    '';
  const baseUrl = integrations.gitlab.byHost(host)?.config.baseUrl;
  if (!baseUrl) {
    throw new NotFoundError(
      `integrations.gitlab has no host ${host}, which ${entityRef} names`,
    );
  }
  const project = parseProjectSlug(host, slug);
  if (
    typeOf(annotations[ANNOTATION_ORIGIN_LOCATION]) === 'url' &&
    !isKeptIn(
      annotations[ANNOTATION_LOCATION],
      `${baseUrl.replace(/\/+$/, '')}/${projectPath(project)}`,
    )
  ) {
    throw new NotAllowedError(
      `${entityRef} names the project ${slug}, and is not kept in it`,
    );
  }
  return project;
}

/** Missing where nothing says where it comes from: then it is taken for somebody's. */
function typeOf(location: string | undefined): string {
  return location ? parseLocationRef(location).type : 'url';
}

function isKeptIn(location: string | undefined, projectUrl: string): boolean {
  if (!location) return false;
  const { type, target } = parseLocationRef(location);
  const at = URL.parse(target);
  const project = new URL(projectUrl);
  // The path is as the server sees it, without the ways up that a person may have put in.
  return (
    type === 'url' &&
    at?.host === project.host &&
    at.pathname.toLowerCase().startsWith(`${project.pathname.toLowerCase()}/-/`)
  );
}
