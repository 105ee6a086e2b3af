import type { Condition } from './conditions';
import {
  DAY,
  HOUR,
  MINUTE,
  type Action,
  type Manager,
  type Step,
} from './history';
import type { Placement } from './placements';

/** The trouble and the unfinished work that make the landscape worth looking at. Most of the company is fine. */
export interface Plot {
  steps: Step[];
  conditions: Omit<Condition, 'id'>[];
}

/** Who did what, so many milliseconds before now. */
type Scene = [
  target: string,
  ago: number,
  by: string,
  manager: Manager,
  action: Action,
];

const SCENES: Scene[] = [
  // A canary at its second pod, and the next version already in dev.
  [
    'dev/dev/order/order-api',
    12 * MINUTE,
    'zhang.min',
    'gitlab-runner',
    {
      kind: 'release',
      version: '1.5.0-rc.2',
      note: 'ORD-820 order notes 订单备注',
    },
  ],
  [
    'prod/prod-beijing/order/order-api',
    6 * HOUR + 41 * MINUTE,
    'li.wei',
    'pilothouse',
    {
      kind: 'canary',
      version: '1.4.1',
      replicas: 1,
      note: 'ORD-812 fix coupon rounding 修复优惠券取整',
    },
  ],
  [
    'prod/prod-beijing/order/order-api',
    41 * MINUTE,
    'li.wei',
    'pilothouse',
    { kind: 'scale', role: 'canary', replicas: 2 },
  ],
  // A canary whose bake has passed and that waits for a person.
  [
    'prod/prod-beijing/order/order-web',
    50 * HOUR,
    'wang.fang',
    'pilothouse',
    {
      kind: 'canary',
      version: '2.9.0',
      replicas: 1,
      note: 'ORD-798 new checkout 新版结算页',
    },
  ],
  [
    'prod/prod-beijing/order/order-web',
    43 * HOUR,
    'wang.fang',
    'pilothouse',
    { kind: 'scale', role: 'canary', replicas: 2 },
  ],
  // A canary that was stopped: errors under the load of prod that no other stage had shown.
  [
    'prod/prod-beijing/payment/payment-api',
    4 * HOUR,
    'zhao.lei',
    'pilothouse',
    {
      kind: 'canary',
      version: '3.2.0',
      replicas: 1,
      note: 'PAY-417 new connection pool 更换连接池',
    },
  ],
  [
    'prod/prod-beijing/payment/payment-api',
    3 * HOUR + 5 * MINUTE,
    'chen.jing',
    'pilothouse',
    { kind: 'scale', role: 'canary', replicas: 0 },
  ],
  // A rollout that is still moving when the landscape opens.
  [
    'test/test/order/stock-rpc',
    100_000,
    'li.wei',
    'gitlab-runner',
    {
      kind: 'release',
      version: '5.1.0',
      note: 'ORD-815 reserve in batches 批量预占',
      readyAfter: '30s',
    },
  ],
  // A version that does not start: the old pods stay.
  [
    'test/test/logistics/delivery-api',
    95 * MINUTE,
    'zhu.ting',
    'gitlab-runner',
    {
      kind: 'release',
      version: '2.7.0-crash',
      note: 'LOG-284 route planner 路径规划',
    },
  ],
  // Stopped on purpose.
  [
    'dev/dev/payment/refund-worker',
    2 * DAY,
    'zhao.lei',
    'kubectl',
    { kind: 'scale', role: 'release', replicas: 0 },
  ],
  // Changed by hand on one cluster of two.
  [
    'prod/prod-shanghai/storefront/search-api',
    26 * HOUR,
    'guo.tao',
    'kubectl-set',
    {
      kind: 'release',
      version: '4.2.1',
      note: 'hotfix: index cache too large 紧急修复索引缓存',
    },
  ],
  // Brought out and taken back within the hour.
  [
    'prod/prod-beijing/order/cart-api',
    6 * DAY,
    'liu.yang',
    'pilothouse',
    {
      kind: 'release',
      version: '1.8.0',
      note: 'ORD-781 saved carts 收藏购物车',
    },
  ],
  [
    'prod/prod-beijing/order/cart-api',
    6 * DAY - 40 * MINUTE,
    'lin.na',
    'kubectl-rollout',
    {
      kind: 'release',
      version: '1.7.5',
      note: 'ORD-733 merge carts on sign-in 登录合并购物车',
    },
  ],
  [
    'prod/prod-shanghai/storefront/storefront-bff',
    5 * DAY,
    'xu.ming',
    'kubectl-rollout',
    { kind: 'restart' },
  ],
];

/** Tells the plot on the targets that exist. */
export function planPlot(placements: readonly Placement[], now: number): Plot {
  const byId = new Map(placements.map(item => [item.id, item]));
  const steps = SCENES.flatMap(([target, ago, by, manager, action]) => {
    const placement = byId.get(target);
    return placement ? [{ at: now - ago, placement, by, manager, action }] : [];
  });
  return {
    steps,
    conditions: [
      {
        service: 'payment-api',
        cluster: 'prod-beijing',
        environment: 'prod',
        role: 'canary',
        from: now - 4 * HOUR,
        to: now - 3 * HOUR,
        extraLatencyMs: 180,
        errorRatio: 0.041,
      },
      // A slow database for half an hour last night, seen by one service only.
      {
        service: 'coupon-api',
        cluster: 'prod-shanghai',
        environment: 'prod',
        from: now - 19 * HOUR,
        to: now - 18.5 * HOUR,
        extraLatencyMs: 240,
        errorRatio: 0,
      },
    ],
  };
}
