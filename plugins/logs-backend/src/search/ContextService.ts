import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type {
  ContextResult,
  contextRequestSchema,
} from '@pilothouse/plugin-logs-common';
import type { Message } from '@pilothouse/plugin-release-common';
import type * as z from 'zod';
import type { PageQuery } from '../query/searchBody';
import { roleReader, type Asker, type SearchScopes } from './SearchScope';

export type ContextQuestion = Omit<
  z.output<typeof contextRequestSchema>,
  'entityRef'
>;

const SECOND = 1_000;
/** What stands around a line is near it, mostly; where a container says little it is looked for farther away. */
const NEAR_MS = 10 * 60 * SECOND;
const FAR_MS = 24 * 60 * 60 * SECOND;
/** Of one id in several indices. */
const MOST_OF_AN_ID = 20;

interface Options {
  scopes: SearchScopes;
  clock: () => number;
}

/** Reads what a container wrote around one of its lines. */
export class ContextService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws NotFoundError where the entity has no such line, or has it no more */
  async around(
    question: ContextQuestion,
    asker: Asker,
  ): Promise<ContextResult> {
    const { environment, source: name, id, lines } = question;
    const at = Date.parse(question.at);
    const scope = await this.#options.scopes.of({ environment }, asker);
    const part = scope.parts.find(({ source }) => source.source.name === name);
    if (!part && scope.isPartial) throw unknown(scope.problems, asker);
    if (!part) {
      throw new NotFoundError(
        `There is no source of that name for ${asker.entityRef} on ${environment}`,
      );
    }
    const targets = part.targets.map(({ target, deployments }) => ({
      target,
      deployments,
    }));
    const found = await part.source.page(
      {
        targets,
        from: at - SECOND,
        to: at + SECOND,
        // The name of the index is compared, and never asked for.
        ids: [id.slice(id.indexOf('/') + 1)],
        order: 'newest',
        limit: MOST_OF_AN_ID,
      },
      asker,
    );
    const line = found.lines.find(({ entry }) => entry.id === id);
    if (!line && found.problems.length === 0 && scope.isPartial) {
      throw unknown(scope.problems, asker);
    }
    if (!line) throw notFound(found.problems, asker.entityRef);
    const { pod, container } = line.entry;
    const within = (around: number, order: PageQuery['order']) =>
      part.source.page(
        {
          targets,
          from: order === 'newest' ? line.time - around : line.time,
          to: order === 'newest' ? line.time + 1 : line.time + around,
          ...(pod && { pods: [pod] }),
          ...(container && { container }),
          order,
          limit: lines,
          after: line.position,
        },
        asker,
      );
    const side = async (order: PageQuery['order']) => {
      const near = await within(NEAR_MS, order);
      const isEnough = near.lines.length === lines || near.problems.length > 0;
      return isEnough ? near : within(FAR_MS, order);
    };
    const [before, after] = await Promise.all([side('newest'), side('oldest')]);
    const withRole = roleReader([part]);
    const shown = ({ entry }: typeof line) => withRole(entry);
    return {
      before: before.lines.map(shown).reverse(),
      entry: shown(line),
      after: after.lines.map(shown),
      problems: [...before.problems, ...after.problems].filter(
        ({ code }, index, all) =>
          all.findIndex(other => other.code === code) === index,
      ),
      now: new Date(this.#options.clock()).toISOString(),
    };
  }
}

/** The line may be of a cluster of which it is not known what runs there. */
function unknown(
  problems: readonly Message[],
  { entityRef }: Asker,
): ServiceUnavailableError {
  const clusters = problems.flatMap(({ params }) => params.cluster ?? []);
  const where = clusters.length > 0 ? ` on ${clusters.join(', ')}` : '';
  return new ServiceUnavailableError(
    `The line cannot be looked for now: what runs of ${entityRef}${where} is not known`,
  );
}

/** Whether a line is not there is not known of a store that does not answer. */
function notFound(problems: readonly Message[], entityRef: string): Error {
  const [failed] = problems;
  return failed && failed.code !== 'no-index'
    ? new ServiceUnavailableError(
        `The line cannot be read now: the log store says ${failed.code}`,
      )
    : new NotFoundError(
        `${entityRef} has no such line, or has it no more: lines are kept for a time`,
      );
}
