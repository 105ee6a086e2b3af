import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { Environment } from '@pilothouse/plugin-release-common';
import * as z from 'zod';

const KEY = 'release.projects';

/** What a pipeline's token stands for: one entity, in some environments. */
export interface Project {
  /** As `backend.auth.externalAccess` has it. */
  subject: string;
  /** A full reference, in lower case. */
  entityRef: string;
  environments: readonly string[];
}

const projectsSchema = z.array(
  z.strictObject({
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
    environments: z.array(z.string()).min(1, 'has to name an environment'),
  }),
);

function refuse(path: readonly PropertyKey[], why: string): never {
  const key = path
    .map(step => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  throw new InputError(`Configuration ${KEY}${key} ${why}`);
}

/**
 * Reads and checks `release.projects`.
 *
 * @throws InputError that names the key and says what it has to be
 */
export function readProjects(
  config: Config,
  environments: readonly Environment[],
): readonly Project[] {
  const result = projectsSchema.safeParse(config.getOptional(KEY) ?? []);
  if (!result.success) {
    const [issue] = result.error.issues;
    refuse(issue.path, `is wrong: ${issue.message}`);
  }
  const names = environments.map(({ name }) => name);
  const subjects = new Set<string>();
  for (const [index, project] of result.data.entries()) {
    // Two entries would make one token good for two entities.
    if (subjects.has(project.subject)) {
      refuse([index, 'subject'], `"${project.subject}" is there twice`);
    }
    subjects.add(project.subject);
    const unknown = project.environments.find(name => !names.includes(name));
    if (unknown !== undefined) {
      refuse(
        [index, 'environments'],
        `names "${unknown}", which is none of ${names.join(', ')}`,
      );
    }
  }
  return result.data;
}
