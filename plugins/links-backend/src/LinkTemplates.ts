import { getCompoundEntityRef, type Entity } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  linkSchema,
  linkTextSchema,
  type Link,
  type LinkSubject,
} from '@pilothouse/plugin-links-common';
import type { LinkProvider } from '@pilothouse/plugin-links-node';
import * as z from 'zod';

/** What a link is about where nobody says, in milliseconds. */
const USUAL_WINDOW = 60 * 60 * 1000;

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** What can stand between braces; `annotation:KEY` besides. */
const NAMES = [
  'entity.kind',
  'entity.namespace',
  'entity.name',
  'environment',
  'cluster',
  'namespace',
  'workload',
  'role',
  'pod',
  'rolloutId',
  'step',
  'alert',
  'traceId',
  'from',
  'to',
  'fromMs',
  'toMs',
] as const;
type Name = (typeof NAMES)[number];

const ANNOTATION = 'annotation:';
const URL_START = /^(https?:\/\/[^/{]+(\/|$)|\/(?![/\\]))/;

const templateSchema = z.strictObject({
  id: z
    .string('is missing')
    .regex(/^[A-Za-z0-9-]{1,63}$/, 'has to be letters, digits and -'),
  title: z.union(
    [
      z
        .string()
        .min(1)
        .max(100)
        .transform(text => ({ en: text, zh: text })),
      linkTextSchema,
    ],
    'has to be a text, or { en, zh }',
  ),
  url: z
    .string('is missing')
    .max(2_000)
    .regex(
      URL_START,
      'has to begin with http:// or https:// and a host of its own, or be a path of the portal',
    )
    .superRefine((url, context) => {
      for (const [, name] of url.matchAll(PLACEHOLDER)) {
        if (!isName(name) && !name.startsWith(ANNOTATION)) {
          context.addIssue(
            `names {{${name}}}; there are ${NAMES.join(', ')}, annotation:KEY`,
          );
        }
      }
    }),
  kind: linkSchema.shape.kind.default('other'),
  environments: z.array(z.string()).optional(),
});
type Template = z.infer<typeof templateSchema>;

/** Links that a company writes into its configuration: no code is needed for one more tool. */
export class LinkTemplates implements LinkProvider {
  readonly id = 'config';
  readonly #templates: readonly Template[];
  readonly #clock: () => number;

  constructor(
    templates: readonly Template[],
    clock: () => number = () => Date.now(),
  ) {
    this.#templates = templates;
    this.#clock = clock;
  }

  /** @throws InputError that names the key of the configuration, and what it may be */
  static fromConfig(config: Config, clock?: () => number): LinkTemplates {
    const ids = new Set<string>();
    const templates = (
      config.getOptionalConfigArray('links.templates') ?? []
    ).map((item, index) => {
      const { data, error } = templateSchema.safeParse(item.get());
      const key = `links.templates[${index}]`;
      if (error) {
        const [issue] = error.issues;
        const field = [key, ...issue.path].join('.');
        throw new InputError(`Configuration ${field} ${issue.message}`);
      }
      if (ids.has(data.id)) {
        throw new InputError(`Configuration ${key}.id ${data.id} is taken`);
      }
      ids.add(data.id);
      return data;
    });
    return new LinkTemplates(templates, clock);
  }

  async links({
    subject,
    entity,
  }: {
    subject: LinkSubject;
    entity: Entity;
  }): Promise<Link[]> {
    const known = valuesOf(subject, entity, this.#clock());
    const annotations = entity.metadata.annotations ?? {};
    return this.#templates.flatMap(template => {
      const { id, title, kind, environments } = template;
      const environment = subject.target?.environment;
      if (environments && !environments.some(name => name === environment)) {
        return [];
      }
      let isWhole = true;
      const url = template.url.replace(PLACEHOLDER, (_, name: string) => {
        const value = isName(name)
          ? known[name]
          : annotations[name.slice(ANNOTATION.length)];
        if (!value) isWhole = false;
        return encodeURIComponent(value ?? '');
      });
      return isWhole ? [{ id, kind, title, url }] : [];
    });
  }
}

function isName(name: string): name is Name {
  return NAMES.some(known => known === name);
}

function valuesOf(
  subject: LinkSubject,
  entity: Entity,
  now: number,
): Record<Name, string | undefined> {
  const ref = getCompoundEntityRef(entity);
  const to = subject.to === undefined ? now : Date.parse(subject.to);
  const from =
    subject.from === undefined ? to - USUAL_WINDOW : Date.parse(subject.from);
  return {
    'entity.kind': ref.kind.toLocaleLowerCase('en-US'),
    'entity.namespace': ref.namespace,
    'entity.name': ref.name,
    environment: subject.target?.environment,
    cluster: subject.target?.cluster,
    namespace: subject.target?.namespace,
    workload: subject.workload,
    role: subject.role,
    pod: subject.pod,
    rolloutId: subject.rolloutId,
    step: subject.step === undefined ? undefined : `${subject.step}`,
    alert: subject.alert,
    traceId: subject.traceId,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    fromMs: `${from}`,
    toMs: `${to}`,
  };
}
