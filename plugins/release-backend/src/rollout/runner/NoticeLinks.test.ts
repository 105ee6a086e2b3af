import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import type { LinkList, LinkSubject } from '@pilothouse/plugin-links-common';
import { rolloutDefinition } from '../../__testUtils__/rolloutDefinition';
import { NoticeLinks } from './NoticeLinks';

const definition = rolloutDefinition(['prod/prod-beijing/order/order-api']);

function noticeLinks(listLinks: (subject: LinkSubject) => Promise<LinkList>) {
  const logger = mockServices.logger.mock();
  const links = new NoticeLinks({
    links: { listLinks },
    appUrl: 'https://portal.yunfan.test',
    logger,
  });
  return { links, logger };
}

const link = (
  id: string,
  kind: 'traces' | 'logs' | 'metrics' | 'runbook',
  url: string,
) => ({
  id,
  kind,
  url,
  title: { en: id, zh: `${id}中` },
});

it('says where to look next, with addresses that work outside of the portal', async () => {
  const asked: LinkSubject[] = [];
  const { links } = noticeLinks(async subject => {
    asked.push(subject);
    return {
      links: [
        link('a', 'traces', 'https://skywalking.yunfan.test/x'),
        link('b', 'metrics', 'https://grafana.yunfan.test/x'),
        link('c', 'logs', '/catalog/default/component/order-api/logs'),
      ],
      problems: [],
    };
  });
  expect(await links.linesFor(definition)).toBe(
    'a · a中: https://skywalking.yunfan.test/x\nc · c中: https://portal.yunfan.test/catalog/default/component/order-api/logs',
  );
  expect(asked).toEqual([
    expect.objectContaining({
      entityRef: definition.entityRef,
      rolloutId: definition.id,
      target: {
        environment: 'prod',
        cluster: 'prod-beijing',
        namespace: 'order',
      },
    }),
  ]);
});

it('says first what to do, where there is trouble', async () => {
  const asked: LinkSubject[] = [];
  const { links } = noticeLinks(async subject => {
    asked.push(subject);
    return {
      links: [
        link('a', 'traces', 'https://skywalking.yunfan.test/x'),
        link('b', 'runbook', '/runbooks/open?id=b'),
      ],
      problems: [],
    };
  });
  const said = await links.linesFor(definition, 'CanaryAborted');
  expect(said.split('\n')).toEqual([
    'b · b中: https://portal.yunfan.test/runbooks/open?id=b',
    'a · a中: https://skywalking.yunfan.test/x',
  ]);
  expect(asked).toEqual([expect.objectContaining({ alert: 'CanaryAborted' })]);
});

it.each([
  ['there is no links plugin', new NotFoundError('no'), 0],
  ['it does not answer', new Error('late'), 1],
])('has none where %s', async (_, error, told) => {
  const { links, logger } = noticeLinks(async () => {
    throw error;
  });
  expect(await links.linesFor(definition)).toBe('');
  expect(logger.debug).toHaveBeenCalledTimes(told);
});
