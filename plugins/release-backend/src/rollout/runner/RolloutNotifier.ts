import type { LoggerService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { StoredEvent } from '../events';
import type { RolloutState } from '../state';
import { noticeOf, type Notice } from './notices';
import type { RolloutAudience } from './ports';

/** A notification that is not taken within so long is given up. */
const TIMEOUT_MS = 10_000;
const TOPIC = 'rollout';

interface Options {
  notifications: NotificationService;
  logger: LoggerService;
}

/**
 * Tells the owners of an entity, and who started its rollout, what it has come to. One notification per rollout, which
 * is renewed; only the replica that has stored an event tells of it. What cannot be sent stops no rollout.
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
    // What has happened last is what counts.
    const notice = events
      .map(({ event }) => noticeOf(event, before, after))
      .findLast(found => found !== undefined);
    if (!notice) return;
    const { id } = after.definition;
    const sent = (this.#sending.get(id) ?? Promise.resolve()).then(() =>
      this.#send(after, notice),
    );
    this.#sending.set(id, sent);
    void sent.then(() => {
      if (this.#sending.get(id) === sent) this.#sending.delete(id);
    });
  }

  /** Never rejects. */
  async #send({ definition }: RolloutState, notice: Notice): Promise<void> {
    const { notifications, logger } = this.#options;
    const { id, entityRef, author } = definition;
    let timer: NodeJS.Timeout | undefined;
    try {
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(new Error('It was not taken in time')),
          TIMEOUT_MS,
        );
      });
      const sent = notifications.send({
        recipients: {
          type: 'entity',
          entityRef: author.startsWith('user:')
            ? [entityRef, author]
            : [entityRef],
        },
        payload: {
          ...notice,
          link: linkOf(entityRef),
          topic: TOPIC,
          scope: `rollout:${id}`,
        },
      });
      await Promise.race([sent, late]);
    } catch (error) {
      logger.warn(`Nobody was notified about rollout ${id}`, toError(error));
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
