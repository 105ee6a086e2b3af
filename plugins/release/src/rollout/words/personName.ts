/** A job of GitLab, as the portal knows it: `external:gitlab:project_path:shop/cart-api:ref_type:branch:ref:main`. */
const JOB =
  /^(?:service:)?external:[^:]+:project_path:([^:]+):ref_type:(?:branch|tag):ref:([^:]+)$/;

/** `li.wei` for `user:default/li.wei`; services and what is no reference stand as they are, but for jobs of GitLab. */
export function personName(ref: string): string {
  return /^user:(?:[^/]+\/)?(.+)$/.exec(ref)?.[1] ?? pipelineName(ref);
}

/** `shop/cart-api@main` for a job of GitLab; other names of pipelines stand as they are. */
export function pipelineName(subject: string): string {
  const [, project, branch] = JOB.exec(subject) ?? [];
  return project === undefined ? subject : `${project}@${branch}`;
}
