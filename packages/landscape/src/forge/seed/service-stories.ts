import { DAY, HOUR, MINUTE } from '../../world/history';
import { SERVICES } from '../../world/services';
import type { World } from '../../world/world';
import type { Service } from '../../world/service';
import { serviceFiles, versionFiles } from './service-files';
import type { Chapter, OpenWork, ProjectStory } from './story';

/** Code is merged a little before its version comes to the first cluster. */
const MERGED_BEFORE = 14 * MINUTE;

interface Idea {
  service: string;
  branch: string;
  by: string;
  ago: number;
  title: string;
  description: string;
  tests?: OpenWork['tests'];
}

/** What people are working on today. */
const IDEAS: readonly Idea[] = [
  {
    service: 'order-api',
    branch: 'ord-828-order-export',
    by: 'wang.fang',
    ago: 5 * HOUR,
    title: 'ORD-828 export orders as CSV 导出订单',
    description: 'For the finance people, once a month. 供财务每月导出。',
  },
  {
    service: 'order-api',
    branch: 'ord-831-slow-query',
    by: 'li.wei',
    ago: 50 * MINUTE,
    title: 'Draft: ORD-831 index for the order list 订单列表索引',
    description: 'Needs a look at the plan of the query on prod first.',
  },
  {
    service: 'order-web',
    branch: 'ord-825-invoice-title',
    by: 'zhang.min',
    ago: 2 * DAY,
    title: 'ORD-825 title of the invoice 发票抬头',
    description: '',
  },
  {
    service: 'payment-api',
    branch: 'pay-421-pool-timeout',
    by: 'zhao.lei',
    ago: 2 * HOUR,
    title: 'PAY-421 wait shorter for a connection 缩短连接等待',
    description:
      'The canary of 3.2.0 failed 4 % of its requests: all of them waited for the pool.',
  },
  {
    service: 'delivery-api',
    branch: 'log-284-route-planner',
    by: 'zhu.ting',
    ago: 70 * MINUTE,
    title: 'LOG-284 route planner starts without a map 路径规划启动修复',
    description: '2.7.0 does not start on test.',
    tests: 'failed',
  },
  {
    service: 'storefront-web',
    branch: 'shop-1244-dark-mode',
    by: 'wu.xia',
    ago: 3 * DAY,
    title: 'SHOP-1244 dark pages 深色模式',
    description: '',
  },
];

/** The projects of the company's services, by the same history that the clusters have. */
export function serviceStories(world: World, forgeUrl: string): ProjectStory[] {
  return SERVICES.map(service => storyOf(world, service, forgeUrl));
}

function storyOf(
  world: World,
  service: Service,
  forgeUrl: string,
): ProjectStory {
  const { bornAt } = world;
  const placements = world.placements.filter(
    item => item.service.name === service.name,
  );
  const first = world.firstVersion(service);
  const chapters = chaptersOf(world, service);
  const lead = chapters.at(0)?.by ?? 'huang.bo';
  return {
    group: service.system,
    path: service.name,
    description: `${service.title.en} · ${service.title.zh}`,
    topics: service.tags,
    platform: service.platform,
    by: lead,
    begunAt: bornAt - 400 * DAY,
    files: serviceFiles(
      service,
      placements,
      { first, last: chapters.at(-1)?.version ?? first },
      forgeUrl,
    ),
    chapters,
    open: IDEAS.filter(idea => idea.service === service.name).map(
      ({ branch, by, ago, title, description, tests = 'success' }) => ({
        branch,
        by,
        at: bornAt - ago,
        title,
        description,
        tests,
        changes: [{ path: `docs/notes/${branch}.md`, content: `# ${title}\n` }],
      }),
    ),
  };
}

/** A chapter for each version that ever came to a cluster, by its first appearance. */
function chaptersOf({ history }: World, service: Service): Chapter[] {
  const chapters: Chapter[] = [];
  const seen = new Set<string>();
  const notes: string[] = [];
  for (const { placement, action, by, at } of history) {
    if (placement.service.name !== service.name) continue;
    if (action.kind !== 'release' && action.kind !== 'canary') continue;
    // An ending says what the image does, not what it is called.
    const version = action.version.replace(/-crash$/, '');
    if (seen.has(version)) continue;
    seen.add(version);
    notes.unshift(`## ${version}\n\n- ${action.note}`);
    chapters.push({
      at: at - MERGED_BEFORE,
      by,
      title: action.note,
      version,
      changes: versionFiles(service, version, notes),
    });
  }
  return chapters;
}
