import { stringifyEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Link } from '@pilothouse/plugin-links-common';
import {
  rolloutTabLink,
  type LinkProvider,
  type LinkRequest,
} from '@pilothouse/plugin-links-node';
import {
  opensTrace,
  skywalkingLink,
  type ServiceList,
  type SkywalkingPage,
  type SkywalkingService,
} from '@pilothouse/plugin-skywalking-common';
import { partIdOf } from '@pilothouse/plugin-skywalking-node';

/** Asks the skywalking plugin in the name of somebody. */
export type ListServices = (
  entityRef: string,
  credentials: BackstageCredentials,
  signal: AbortSignal,
) => Promise<ServiceList>;

const TRACES = { en: 'Traces in SkyWalking', zh: 'SkyWalking 链路' };

interface Titled {
  key: string;
  kind: Link['kind'];
  en: string;
  zh: string;
  page: SkywalkingPage;
}

/**
 * Links into SkyWalking's own UI: for an entity, and closer where a target, a pod or a trace is meant. Its addresses take
 * no time, so that of the subject is not in them.
 */
export class SkywalkingLinks implements LinkProvider {
  readonly id = 'skywalking';
  readonly #listServices: ListServices;

  constructor(listServices: ListServices) {
    this.#listServices = listServices;
  }

  async links(
    { subject, entity, credentials }: LinkRequest,
    { signal }: { signal: AbortSignal },
  ): Promise<readonly Link[]> {
    const services = await this.#services(
      stringifyEntityRef(entity),
      credentials,
      signal,
    );
    const { target } = subject;
    const known = services.filter(
      ({ environments, status }) =>
        // One that is away now may be there when the link is followed.
        (status === 'found' || status === 'away') &&
        (!target || environments.includes(target.environment)),
    );
    const here = known.filter(
      ({ clusters }) =>
        !target || !clusters || clusters.includes(target.cluster),
    );
    // Of an entity as a whole, the last environment is meant: the one that matters most.
    const meant = target ? here : here.slice(-1);
    return meant.flatMap((service, index) => [
      // One tab has them all.
      ...(index === 0
        ? failedTraces(
            { entity, subject },
            known.length > 1 ? service.instance : undefined,
          )
        : []),
      ...linksInto(service, subject),
    ]);
  }

  /** Who may not read has no links, which is no failure. */
  async #services(...asked: Parameters<ListServices>) {
    try {
      return (await this.#listServices(...asked)).services;
    } catch (error) {
      const isRefused =
        error instanceof ResponseError &&
        [403, 404].includes(error.response.status);
      if (isRefused) return [];
      throw error;
    }
  }
}

/** What failed in a rollout, in its own time. */
function failedTraces(
  request: Pick<LinkRequest, 'entity' | 'subject'>,
  /** Which SkyWalking, where there are several. */
  at: string | undefined,
) {
  const { from, to } = request.subject;
  return rolloutTabLink(request, {
    id: 'failed',
    kind: 'traces',
    name: 'traces',
    query: { state: 'error', ...(at !== undefined && { at }) },
    time: to === undefined ? undefined : { from, to },
    titles: {
      canary: { en: 'Failed traces of the canary', zh: '金丝雀的出错链路' },
      release: { en: 'Failed traces', zh: '出错链路' },
    },
  });
}

function linksInto(
  service: SkywalkingService,
  subject: LinkRequest['subject'],
): Link[] {
  const { ui, instance } = service;
  if (!ui) return [];
  // Which one it is, where the target does not say it.
  const at = subject.target ? '' : ` (${instance})`;
  return pagesOf(service, subject).flatMap(({ key, kind, en, zh, page }) => {
    const url = skywalkingLink(ui, page);
    if (url === undefined) return [];
    const title =
      page.page === 'trace' && !opensTrace(ui) ? TRACES : { en, zh };
    return {
      id: `${instance}:${key}`,
      kind,
      title: { en: `${title.en}${at}`, zh: `${title.zh}${at}` },
      url,
    };
  });
}

function pagesOf(
  service: SkywalkingService,
  { pod, traceId }: LinkRequest['subject'],
): Titled[] {
  if (traceId !== undefined) {
    return [
      {
        key: 'trace',
        kind: 'traces',
        en: 'Trace in SkyWalking',
        zh: '在 SkyWalking 查看链路',
        page: { page: 'trace', traceId, service },
      },
    ];
  }
  const pages: Titled[] = [
    {
      key: 'traces',
      kind: 'traces',
      ...TRACES,
      page: { page: 'traces', service },
    },
    {
      key: 'service',
      kind: 'metrics',
      en: 'Service in SkyWalking',
      zh: 'SkyWalking 服务指标',
      page: { page: 'service', service },
    },
  ];
  if (pod === undefined || service.id === undefined) return pages;
  return [
    {
      key: 'instance',
      kind: 'metrics',
      en: 'Pod in SkyWalking',
      zh: '在 SkyWalking 查看 Pod',
      page: {
        page: 'instance',
        service,
        // Agents are called like their pods, as the templates have it.
        instanceId: partIdOf(service.id, pod),
      },
    },
    ...pages,
  ];
}
