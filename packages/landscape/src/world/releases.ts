import type { EnvironmentName } from './company';

/** How far a release came: everywhere, or no further than this. */
export type Reach = EnvironmentName | 'first-prod';

/** One version of a service on its way from dev to prod. */
export interface Release {
  version: string;
  /** Days ago that it came to dev. Later stages follow on the days after. */
  day: number;
  by: string;
  /** What it brings, as its author wrote it. */
  note: string;
  reach: Reach;
}

/** The versions that a service has had within the landscape's memory. */
export interface Train {
  service: string;
  /** Ran everywhere when the memory begins. */
  first: string;
  releases: Release[];
}

function release(
  version: string,
  day: number,
  by: string,
  note: string,
  reach: Reach = 'prod',
): Release {
  return { version, day, by, note, reach };
}

/** Every service's history, oldest release first. What went wrong on the way is told by plot.ts. */
export const TRAINS: readonly Train[] = [
  {
    service: 'storefront-web',
    first: '7.3.1',
    releases: [
      release('7.4.0', 13, 'wu.xia', 'SHOP-1204 new home banner 首页改版'),
      release(
        '7.4.1',
        1,
        'wu.xia',
        'SHOP-1238 lazy pictures 图片懒加载',
        'test',
      ),
    ],
  },
  {
    service: 'storefront-bff',
    first: '3.16.0',
    releases: [
      release(
        '3.17.0',
        11,
        'xu.ming',
        'SHOP-1219 one call for the home page 首页接口合并',
      ),
      release(
        '3.17.1',
        2,
        'xu.ming',
        'SHOP-1241 shorter timeouts 缩短超时',
        'staging',
      ),
    ],
  },
  {
    service: 'product-api',
    first: '5.8.2',
    releases: [
      release('5.9.0', 19, 'zhou.jie', 'SHOP-1180 prices by region 区域价格'),
    ],
  },
  {
    service: 'search-api',
    first: '4.1.6',
    releases: [
      release('4.2.0', 17, 'xu.ming', 'SHOP-1195 pinyin suggestions 拼音联想'),
    ],
  },
  {
    service: 'order-web',
    first: '2.8.2',
    releases: [
      release('2.8.3', 16, 'wang.fang', 'ORD-751 invoice link 发票入口'),
      release(
        '2.9.0',
        5,
        'wang.fang',
        'ORD-798 new checkout 新版结算页',
        'staging',
      ),
    ],
  },
  {
    service: 'order-api',
    first: '1.3.8',
    releases: [
      release('1.4.0', 12, 'zhang.min', 'ORD-774 split parcels 拆单发货'),
      release(
        '1.4.1',
        3,
        'li.wei',
        'ORD-812 fix coupon rounding 修复优惠券取整',
        'staging',
      ),
    ],
  },
  {
    service: 'cart-api',
    first: '1.7.4',
    releases: [
      release(
        '1.7.5',
        20,
        'liu.yang',
        'ORD-733 merge carts on sign-in 登录合并购物车',
      ),
    ],
  },
  {
    service: 'coupon-api',
    first: '0.9.5',
    releases: [
      release(
        '0.9.7',
        8,
        'zhang.min',
        'ORD-790 stackable coupons 优惠券叠加',
        'first-prod',
      ),
    ],
  },
  {
    service: 'stock-rpc',
    first: '5.0.1',
    releases: [
      release('5.0.2', 18, 'li.wei', 'ORD-742 fewer locks 减少锁竞争'),
      release(
        '5.1.0',
        1,
        'li.wei',
        'ORD-815 reserve in batches 批量预占',
        'dev',
      ),
    ],
  },
  {
    service: 'payment-api',
    first: '3.1.3',
    releases: [
      release(
        '3.1.4',
        15,
        'chen.jing',
        'PAY-402 retry on bank timeout 银行超时重试',
      ),
      release(
        '3.2.0',
        4,
        'zhao.lei',
        'PAY-417 new connection pool 更换连接池',
        'staging',
      ),
    ],
  },
  {
    service: 'ledger-api',
    first: '1.11.2',
    releases: [
      release('1.12.0', 14, 'zhao.lei', 'PAY-398 month-end report 月结报表'),
    ],
  },
  {
    service: 'refund-worker',
    first: '2.0.4',
    releases: [
      release('2.0.5', 21, 'chen.jing', 'PAY-391 dead letters 死信队列'),
    ],
  },
  {
    service: 'delivery-api',
    first: '2.5.9',
    releases: [release('2.6.0', 10, 'ma.chao', 'LOG-266 cold chain 冷链配送')],
  },
  {
    service: 'tracking-web',
    first: '0.4.0',
    releases: [
      release('0.5.0', 9, 'zhu.ting', 'LOG-271 map view 地图视图'),
      release(
        '0.6.0',
        0.2,
        'zhu.ting',
        'LOG-280 push messages 消息推送',
        'dev',
      ),
    ],
  },
];
