import type { LoggerService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { RolloutDefinition } from '../definition';
import type { StoredEvent } from '../events';
import type { RolloutStore } from '../ports';
import { reduce } from '../reduce';
import type { RolloutState } from '../state';
import type { NoticeLinks } from './NoticeLinks';
import { isTold, noticeOf, type Notice } from './notices';
import type { RolloutAudience } from './ports';

/** A notification that is not taken within so long is tried again later. */
const TIMEOUT_MS = 10_000;
const TOPIC = 'rollout';

/** Whoever stored an event tells of it within so long, or is not there any more. */
const PATIENCE_MS = 30_000;
/** What nobody took for so long is told to nobody: the Deploy tab has it. */
const GIVE_UP_MS = 60 * 60_000;
/** So many are told again in one turn. */
const MOST = 20;

interface Options {
  notifications: NotificationService;
  store: Pick<RolloutStore, 'told' | 'untold' | 'get' | 'now'>;
  /** Where to look next, for what needs somebody. */
  links?: Pick<NoticeLinks, 'linesFor'>;
  logger: LoggerService;
}

/**
 * Tells the owners of an entity, and who started its rollout, what it has come to. One notification per rollout, which
 * is renewed; the replica that has stored an event tells of it, and what was not told then is told again, so that nothing
 * is lost, and telling twice only renews the same notification. What cannot be sent stops no rollout.
 */
export class RolloutNotifier implements RolloutAudience {
  readonly #options: Options;
  /** Notices of one rollout go out one after the other, so that the last one stays. */
  readonly #sending = new Map<string, Promise<void>>();

  constructor(options: Options) {
    this.#options = options;
  }

  appended(
    before: RolloutState | undefined,
    after: RolloutState,
    events: readonly StoredEvent[],
  ): void {
    const last = events.findLast(({ event }) => isTold(event));
    if (!last) return;
    // What has happened last is what counts.
    const notice = events
      .map(({ event }) => noticeOf(event, before, after))
      .findLast(found => found !== undefined);
    const { id } = after.definition;
    const sent = (this.#sending.get(id) ?? Promise.resolve()).then(async () => {
      await this.#tell(after, notice, last.sequence);
    });
    this.#sending.set(id, sent);
    void sent.then(() => {
      if (this.#sending.get(id) === sent) this.#sending.delete(id);
    });
  }

  /** Tells what those who had to are not there any more to tell, or what nobody took. To be called now and then. */
  async tellAgain(): Promise<void> {
    const { store } = this.#options;
    const now = await store.now();
    const untold = await store.untold({
      from: now - GIVE_UP_MS,
      until: now - PATIENCE_MS,
      limit: MOST,
    });
    for (const { rolloutId, sequence } of untold) {
      const told = await this.#tellUntil(rolloutId, sequence);
      // Where one is not taken the next is not either.
      if (!told) return;
    }
  }

  /** @returns whether that was taken, or is not to be tried again now */
  async #tellUntil(rolloutId: string, sequence: number): Promise<boolean> {
    const { store, logger } = this.#options;
    let state: RolloutState | undefined;
    let notice: Notice | undefined;
    try {
      for (const stored of (await store.get(rolloutId))?.events ?? []) {
        if (stored.sequence > sequence) break;
        const before = state;
        state = reduce(before, stored);
        notice = noticeOf(stored.event, before, state) ?? notice;
      }
    } catch (error) {
      logger.warn(
        `Nobody was notified about rollout ${rolloutId}`,
        toError(error),
      );
      return true;
    }
    return state ? this.#tell(state, notice, sequence) : true;
  }

  /** Never rejects. @returns whether it was taken */
  async #tell(
    { definition }: RolloutState,
    notice: Notice | undefined,
    sequence: number,
  ): Promise<boolean> {
    const { store, logger } = this.#options;
    try {
      if (notice) await this.#send(definition, notice);
      await store.told(definition.id, sequence);
      return true;
    } catch (error) {
      logger.warn(
        `Nobody was notified about rollout ${definition.id}, and it is tried again`,
        toError(error),
      );
      return false;
    }
  }

  async #send(
    definition: RolloutDefinition,
    { alert, ...notice }: Notice,
  ): Promise<void> {
    const { id, entityRef, author } = definition;
    const links =
      notice.severity === 'high'
        ? await this.#options.links?.linesFor(definition, alert)
        : undefined;
    const sent = this.#options.notifications.send({
      recipients: {
        type: 'entity',
        entityRef: author.startsWith('user:')
          ? [entityRef, author]
          : [entityRef],
      },
      payload: {
        ...notice,
        ...(links && { description: `${notice.description}\n${links}` }),
        link: linkOf(entityRef),
        topic: TOPIC,
        scope: `rollout:${id}`,
      },
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error('It was not taken in time')),
        TIMEOUT_MS,
      );
    });
    try {
      await Promise.race([sent, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The Deploy tab. */
function linkOf(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const path = [namespace, kind, name].map(part =>
    encodeURIComponent(part.toLocaleLowerCase('en-US')),
  );
  return `/catalog/${path.join('/')}/deploy`;
}
