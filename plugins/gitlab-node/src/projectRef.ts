import { InputError } from '@backstage/errors';

/** A project of a GitLab, wherever it stands in its groups. */
export interface ProjectRef {
  /** As the integration is configured, with its port when it has one. */
  host: string;
  /** `order`, or with its parents `shop/order` */
  group: string;
  /** The last part of its address. */
  name: string;
}

/** What GitLab takes as a path; it never begins or ends with a mark. */
const PART = /^[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,98}[a-zA-Z0-9])?$/;

/**
 * Reads the scaffolder's way of naming a repository, `host?owner=group&repo=name`.
 *
 * @throws InputError that says which part is wrong.
 */
export function parseRepoUrl(repoUrl: string): ProjectRef {
  const url = URL.parse(`https://${repoUrl}`);
  const group = url?.searchParams.get('owner') ?? '';
  const name = url?.searchParams.get('repo') ?? '';
  if (!url?.host || url.username || url.pathname.length > 1) {
    throw new InputError(
      `repoUrl has to look like host?owner=group&repo=name, not ${repoUrl}`,
    );
  }
  return projectRef(url.host, group, name);
}

/**
 * Reads the slug of the annotation `gitlab.com/project-slug`, `group/name`.
 *
 * @throws InputError
 */
export function parseProjectSlug(host: string, slug: string): ProjectRef {
  const end = slug.lastIndexOf('/');
  return projectRef(host, slug.slice(0, Math.max(end, 0)), slug.slice(end + 1));
}

/** `group/name`, as GitLab's API takes it instead of an id. */
export function projectPath({ group, name }: ProjectRef): string {
  return `${group}/${name}`;
}

function projectRef(host: string, group: string, name: string): ProjectRef {
  if (!group.split('/').every(part => PART.test(part)) || group.length > 255) {
    throw new InputError(
      `The group of a GitLab project has letters, digits, '.', '_', '-' and '/' between groups, not '${group.slice(
        0,
        100,
      )}'`,
    );
  }
  if (!PART.test(name)) {
    throw new InputError(
      `The name of a GitLab project has up to 100 letters, digits, '.', '_' and '-', not '${name.slice(
        0,
        100,
      )}'`,
    );
  }
  return { host, group, name };
}
