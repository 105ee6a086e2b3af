/** The company that the landscape plays: who works there, and where its software runs. */

/** A text in the two languages of the house. */
export interface Bilingual {
  en: string;
  zh: string;
}

export const COMPANY: Bilingual = { en: 'Yunfan Mall', zh: '云帆商城' };

/** The domain of mail addresses and public hosts. `.test` never resolves outside. */
export const DOMAIN = 'yunfan.test';

/** The host of every image; the landscape's own registry answers for it. */
export const REGISTRY = 'registry.yunfan.test';

/** What the clusters' own caches run. */
export const REDIS_IMAGE = `${REGISTRY}/library/redis:7.4.6`;

/** What stands in the place of a new service until its first build: it listens and answers 200. */
export const FIRST_PAGE_IMAGE = `${REGISTRY}/platform/first-page:1.0.0`;

/** The namespace label by which a cluster's admins say whose it is. */
export const OWNER_LABEL = 'pilothouse.io/owner';

export type EnvironmentName = 'dev' | 'test' | 'staging' | 'prod';

/** Stages in order of promotion. */
export const ENVIRONMENTS: readonly EnvironmentName[] = [
  'dev',
  'test',
  'staging',
  'prod',
];

export interface ClusterSpec {
  name: string;
  /** In order of promotion. Staging shares a cluster with prod, in namespaces of its own. */
  environments: EnvironmentName[];
  region: string;
  /** How the names of its nodes begin. */
  nodePrefix: string;
  nodes: number;
  /** The part of prod's traffic that it takes. */
  share: number;
}

/** The four clusters of every day, then those that only a scaled-up landscape has. */
export const CLUSTERS: readonly ClusterSpec[] = [
  cluster('dev', ['dev'], 'cn-beijing', 'dev', 3, 0),
  cluster('test', ['test'], 'cn-beijing', 'test', 4, 0),
  cluster('prod-beijing', ['staging', 'prod'], 'cn-beijing', 'bj', 10, 0.56),
  cluster('prod-shanghai', ['prod'], 'cn-shanghai', 'sh', 8, 0.44),
  cluster('prod-guangzhou', ['prod'], 'cn-guangzhou', 'gz', 8, 0.4),
  cluster('prod-chengdu', ['prod'], 'cn-chengdu', 'cd', 8, 0.3),
  cluster('prod-wuhan', ['prod'], 'cn-wuhan', 'wh', 8, 0.3),
  cluster('prod-xian', ['prod'], 'cn-xian', 'xa', 8, 0.2),
  cluster('prod-shenyang', ['prod'], 'cn-shenyang', 'sy', 8, 0.2),
];

function cluster(
  name: string,
  environments: EnvironmentName[],
  region: string,
  nodePrefix: string,
  nodes: number,
  share: number,
): ClusterSpec {
  return { name, environments, region, nodePrefix, nodes, share };
}

export interface Person {
  /** The name of the User entity, as people sign. */
  name: string;
  displayName: string;
  /** What the person does, in a word or two. */
  title: Bilingual;
  /** None for the stranger. */
  groups: string[];
}

export interface Group {
  name: string;
  title: Bilingual;
  type: 'organization' | 'team' | 'operations';
  description: Bilingual;
}

export const ORGANIZATION = 'yunfan';

export const GROUPS: readonly Group[] = [
  {
    name: ORGANIZATION,
    title: COMPANY,
    type: 'organization',
    description: { en: 'The whole company', zh: '全公司' },
  },
  team(
    'team-storefront',
    'Storefront',
    '商城前台',
    'Shop pages, products and search',
    '商城页面、商品与搜索',
  ),
  team(
    'team-order',
    'Order',
    '订单',
    'Carts, orders, coupons and stock',
    '购物车、订单、优惠券与库存',
  ),
  team(
    'team-payment',
    'Payment',
    '支付',
    'Payments, refunds and the ledger',
    '支付、退款与账务',
  ),
  team(
    'team-logistics',
    'Logistics',
    '物流',
    'Deliveries and their tracking',
    '配送与物流跟踪',
  ),
  team(
    'team-platform',
    'Platform',
    '平台',
    'Clusters, databases, queues and the portal',
    '集群、数据库、消息队列与门户',
  ),
  {
    name: 'ops',
    title: { en: 'Operations', zh: '运维' },
    type: 'operations',
    description: {
      en: 'Keeps production running, day and night',
      zh: '生产环境 7×24 小时保障',
    },
  },
];

function team(
  name: string,
  en: string,
  zh: string,
  description: string,
  descriptionZh: string,
): Group {
  return {
    name,
    title: { en, zh },
    type: 'team',
    description: { en: description, zh: descriptionZh },
  };
}

const DEVELOPER: Bilingual = { en: 'Developer', zh: '开发工程师' };
const LEAD: Bilingual = { en: 'Team lead', zh: '技术负责人' };
const TESTER: Bilingual = { en: 'Test engineer', zh: '测试工程师' };
const FRONTEND: Bilingual = { en: 'Front-end developer', zh: '前端工程师' };
const RELIABILITY: Bilingual = { en: 'Site reliability', zh: '运维工程师' };

export const PEOPLE: readonly Person[] = [
  person('li.wei', '李伟', LEAD, 'team-order'),
  person('wang.fang', '王芳', DEVELOPER, 'team-order'),
  person('zhang.min', '张敏', DEVELOPER, 'team-order'),
  person('liu.yang', '刘洋', TESTER, 'team-order'),
  person('chen.jing', '陈静', LEAD, 'team-payment'),
  person('zhao.lei', '赵磊', DEVELOPER, 'team-payment'),
  person('zhou.jie', '周杰', LEAD, 'team-storefront'),
  person('wu.xia', '吴霞', FRONTEND, 'team-storefront'),
  person('xu.ming', '徐明', DEVELOPER, 'team-storefront'),
  person('ma.chao', '马超', LEAD, 'team-logistics'),
  person('zhu.ting', '朱婷', DEVELOPER, 'team-logistics'),
  person('huang.bo', '黄波', LEAD, 'team-platform', 'ops'),
  person('he.yun', '何云', DEVELOPER, 'team-platform'),
  person('guo.tao', '郭涛', RELIABILITY, 'ops'),
  person('lin.na', '林娜', RELIABILITY, 'ops'),
  // Signed in, known to nobody: what such a person may not see is a test of its own.
  person('tang.yi', '唐怡', { en: 'Trainee', zh: '实习生' }),
];

function person(
  name: string,
  displayName: string,
  title: Bilingual,
  ...groups: string[]
): Person {
  return { name, displayName, title, groups };
}

export interface System {
  name: string;
  title: Bilingual;
  description: Bilingual;
  owner: string;
  domain: string;
}

export const DOMAINS: readonly {
  name: string;
  title: Bilingual;
  owner: string;
}[] = [
  {
    name: 'commerce',
    title: { en: 'Commerce', zh: '交易' },
    owner: 'team-order',
  },
  {
    name: 'fulfilment',
    title: { en: 'Fulfilment', zh: '履约' },
    owner: 'team-logistics',
  },
];

/** Each system has one namespace per environment, named after it. */
export const SYSTEMS: readonly System[] = [
  {
    name: 'storefront',
    title: { en: 'Storefront', zh: '商城前台' },
    description: {
      en: 'What customers see: pages, products, search',
      zh: '顾客看到的一切：页面、商品、搜索',
    },
    owner: 'team-storefront',
    domain: 'commerce',
  },
  {
    name: 'order',
    title: { en: 'Order', zh: '订单' },
    description: {
      en: 'From the cart to the paid order: carts, coupons, stock',
      zh: '从购物车到已付款订单：购物车、优惠券、库存',
    },
    owner: 'team-order',
    domain: 'commerce',
  },
  {
    name: 'payment',
    title: { en: 'Payment', zh: '支付' },
    description: {
      en: 'Payments, refunds and the ledger. Restricted: only its team and ops look inside',
      zh: '支付、退款与账务。受限系统：仅本团队与运维可见',
    },
    owner: 'team-payment',
    domain: 'commerce',
  },
  {
    name: 'logistics',
    title: { en: 'Logistics', zh: '物流' },
    description: {
      en: 'Deliveries and where they are now',
      zh: '配送与物流跟踪',
    },
    owner: 'team-logistics',
    domain: 'fulfilment',
  },
];

/** The namespace of a system in an environment. Only staging, a guest in prod's cluster, needs a name of its own. */
export function namespaceOf(system: string, environment: string): string {
  return environment === 'staging' ? `${system}-staging` : system;
}
