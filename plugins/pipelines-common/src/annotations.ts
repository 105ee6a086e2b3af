/** The project of an entity, `group/name`; the annotation that other GitLab plugins read too. */
export const PROJECT_SLUG_ANNOTATION = 'gitlab.com/project-slug';

/** The host of the GitLab, where `integrations.gitlab` has several; the first of them when missing. */
export const INSTANCE_ANNOTATION = 'gitlab.com/instance';
