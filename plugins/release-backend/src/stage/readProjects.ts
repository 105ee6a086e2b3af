import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { Environment } from '@pilothouse/plugin-release-common';
import * as z from 'zod';

const KEY = 'release.projects';

/** What the token of one pipeline stands for: one entity, in some environments. */
export interface EntityProject {
  /** As `backend.auth.externalAccess` has it. */
  subject: string;
  /** A full reference, in lower case. */
  entityRef: string;
  environments: readonly string[];
}

/** What tokens stand for that a GitLab gives to its jobs: the entities of the job's own project. */
export interface GitLabProjects {
  /** Its host, as `integrations.gitlab` has it. */
  gitlab: string;
  /** That of the `jwks` entry of `backend.auth.externalAccess`. */
  subjectPrefix: string;
  /** Whose jobs may ask at all. */
  branches: readonly string[];
  /** Whose entities the projects of a group, and of those below it, may bring. */
  groups: readonly { group: string; owners: readonly string[] }[];
  environments: readonly string[];
}

export interface ProjectsConfig {
  entities: readonly EntityProject[];
  gitlabs: readonly GitLabProjects[];
}

const environments = z.array(z.string()).min(1, 'has to name an environment');

const ownerRef = z.string().transform((ref, context) => {
  try {
    return stringifyEntityRef(parseEntityRef(ref, { defaultKind: 'Group' }));
  } catch {
    context.addIssue(
      'has to be an entity reference such as group:default/team-order',
    );
    return z.NEVER;
  }
});

const entityProject = z.strictObject({
  subject: z
    .string()
    .regex(
      /^(?!plugin:)\S{1,200}$/,
      'has to be the subject of an externalAccess entry',
    ),
  entityRef: z.string().transform((ref, context) => {
    try {
      return stringifyEntityRef(parseEntityRef(ref));
    } catch {
      context.addIssue(
        'has to be a full entity reference such as component:default/order-api',
      );
      return z.NEVER;
    }
  }),
  environments,
});

const gitlabProjects = z.strictObject({
  gitlab: z
    .string()
    .regex(/^[^\s/]{1,253}$/, 'has to be a host of integrations.gitlab'),
  subjectPrefix: z
    .string()
    .regex(
      /^[\w.-]{1,50}$/,
      'has to be the subjectPrefix of an externalAccess entry of type jwks',
    ),
  branches: z
    .array(
      z.string().regex(/^[^\s:]{1,200}$/, 'has to be the name of a branch'),
    )
    .min(1, 'has to name a branch')
    .default(['main']),
  groups: z
    .array(
      z.strictObject({
        group: z
          .string()
          .regex(/^[^\s:]{1,255}$/, 'has to be the path of a group'),
        owners: z.array(ownerRef).min(1, 'has to name an owner'),
      }),
    )
    .min(1, 'has to name a group'),
  environments,
});

/** By what it has, so that a mistake is told of what was meant. */
function parseEntry(entry: unknown) {
  const isGitlab =
    typeof entry === 'object' && entry !== null && 'gitlab' in entry;
  return isGitlab
    ? { gitlab: gitlabProjects.safeParse(entry) }
    : { entity: entityProject.safeParse(entry) };
}

function refuse(path: readonly PropertyKey[], why: string): never {
  const key = path
    .map(step => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  throw new InputError(`Configuration ${KEY}${key} ${why}`);
}

/** Whoever it is that Backstage lets in under that name, it has to be for us alone, and for nobody else's plugins. */
function checkAccess(config: Config, index: number, prefix: string): void {
  const entries = (
    config.getOptionalConfigArray('backend.auth.externalAccess') ?? []
  ).filter(
    entry =>
      entry.getOptionalString('type') === 'jwks' &&
      entry.getOptionalString('options.subjectPrefix') === prefix,
  );
  const key = [index, 'subjectPrefix'];
  const entry = 'entry of type jwks in backend.auth.externalAccess';
  if (entries.length !== 1) {
    refuse(key, `"${prefix}" has to be that of one ${entry}`);
  }
  const [access] = entries;
  for (const needed of ['issuer', 'audience', 'algorithm']) {
    if (!access.has(`options.${needed}`)) {
      refuse(key, `needs options.${needed} in its ${entry}`);
    }
  }
  const plugins = (
    access.getOptionalConfigArray('accessRestrictions') ?? []
  ).map(restriction => restriction.getOptionalString('plugin'));
  if (plugins.length !== 1 || plugins[0] !== 'release') {
    refuse(
      key,
      `needs accessRestrictions to the plugin release in its ${entry}`,
    );
  }
}

/**
 * Reads and checks `release.projects`.
 *
 * @param hosts - of `integrations.gitlab`
 * @throws InputError that names the key and says what it has to be
 */
export function readProjects(
  config: Config,
  known: readonly Environment[],
  hosts: readonly string[],
): ProjectsConfig {
  const entries = z.array(z.unknown()).safeParse(config.getOptional(KEY) ?? []);
  if (!entries.success) refuse([], 'is wrong: has to be a list');
  const names = known.map(({ name }) => name);
  const entities: EntityProject[] = [];
  const gitlabs: GitLabProjects[] = [];
  const subjects = new Set<string>();
  const claim = (index: number, field: string, subject: string) => {
    // Two entries would make one token good for two things.
    if (subjects.has(subject)) {
      refuse([index, field], `"${subject}" is there twice`);
    }
    subjects.add(subject);
  };
  for (const [index, entry] of entries.data.entries()) {
    const { entity, gitlab } = parseEntry(entry);
    const error = entity?.error ?? gitlab?.error;
    if (error) {
      const [issue] = error.issues;
      refuse([index, ...issue.path], `is wrong: ${issue.message}`);
    }
    if (entity?.data) {
      claim(index, 'subject', entity.data.subject);
      entities.push(entity.data);
    }
    if (gitlab?.data) {
      claim(index, 'subjectPrefix', gitlab.data.subjectPrefix);
      if (!hosts.includes(gitlab.data.gitlab)) {
        refuse(
          [index, 'gitlab'],
          `is wrong: integrations.gitlab has no host ${gitlab.data.gitlab}`,
        );
      }
      checkAccess(config, index, gitlab.data.subjectPrefix);
      gitlabs.push(gitlab.data);
    }
    const named = entity?.data?.environments ?? gitlab?.data?.environments;
    const unknown = named?.find(name => !names.includes(name));
    if (unknown !== undefined) {
      refuse(
        [index, 'environments'],
        `names "${unknown}", which is none of ${names.join(', ')}`,
      );
    }
  }
  return { entities, gitlabs };
}
