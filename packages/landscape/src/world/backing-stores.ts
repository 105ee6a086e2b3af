import type { Bilingual } from './company';

export interface BackingStore {
  name: string;
  title: Bilingual;
  type: 'database' | 'cache' | 'queue';
  system: string;
  tags: string[];
  /** Runs in the clusters as a StatefulSet of this name. Others are kept by the cloud. */
  inCluster: boolean;
}

/** What the services keep their data in. All of it belongs to the platform team. */
export const BACKING_STORES: readonly BackingStore[] = [
  store(
    'redis-storefront',
    'cache',
    'storefront',
    'Product cache',
    '商品缓存',
    true,
  ),
  store(
    'redis-order',
    'cache',
    'order',
    'Carts and stock counters',
    '购物车与库存计数',
    true,
  ),
  store('mysql-product', 'database', 'storefront', 'Products', '商品库', false),
  store(
    'mysql-order',
    'database',
    'order',
    'Orders and coupons',
    '订单与优惠券库',
    false,
  ),
  store(
    'mysql-payment',
    'database',
    'payment',
    'Payments and the ledger',
    '支付与账务库',
    false,
  ),
  store(
    'mysql-logistics',
    'database',
    'logistics',
    'Deliveries',
    '配送库',
    false,
  ),
  store(
    'kafka',
    'queue',
    'order',
    'Events of all systems',
    '全公司事件总线',
    false,
  ),
];

function store(
  name: string,
  type: BackingStore['type'],
  system: string,
  en: string,
  zh: string,
  inCluster: boolean,
): BackingStore {
  return {
    name,
    title: { en, zh },
    type,
    system,
    tags: [name.split('-')[0]],
    inCluster,
  };
}
