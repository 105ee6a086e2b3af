import { IndexableDocument } from '@backstage/plugin-search-common';

type CompanyDocument = IndexableDocument & {
  kind?: string;
  owner?: string;
  tags?: string[];
};

/** What the catalog and TechDocs collators say of a small Chinese company. */
export const documents: Record<
  'software-catalog' | 'techdocs',
  CompanyDocument[]
> = {
  'software-catalog': [
    {
      title: 'order-api',
      text: '下单、改单与查询订单。Redis缓存在前，MySQL在后。',
      location: '/catalog/default/component/order-api',
      kind: 'component',
      owner: '交易组',
      tags: ['java', '核心链路'],
      authorization: { resourceRef: 'component:default/order-api' },
    },
    {
      title: 'payment-gateway',
      text: '支付网关：微信与银联的内存对账。',
      location: '/catalog/default/component/payment-gateway',
      kind: 'component',
      owner: '支付组',
      tags: ['go'],
      authorization: { resourceRef: 'component:default/payment-gateway' },
    },
    {
      title: 'notifier',
      text: 'Sends orders by mail to running warehouses',
      location: '/catalog/default/component/notifier',
      kind: 'component',
      owner: '交易组',
      tags: ['java'],
      authorization: { resourceRef: 'component:default/notifier' },
    },
  ],
  techdocs: [
    {
      title: '排查内存泄漏',
      text: `${'服务变慢时按下面的步骤来。'.repeat(
        40,
      )}先看堆转储，再看内存泄漏的报告。`,
      location: '/docs/default/component/order-api/runbook/#leak',
      authorization: { resourceRef: 'component:default/order-api' },
    },
    {
      title: '容量',
      text: '国内的节点要存三份数据。ＡＰＩ网关需要4核8G内\n存，磁盘另算。𠮷野家也在用。',
      location: '/docs/default/component/order-api/capacity/',
      authorization: { resourceRef: 'component:default/order-api' },
    },
    {
      title: '値段',
      text: 'ﾒﾓﾘの使い方。한국어 문서도 있습니다.',
      location: '/docs/default/component/order-api/prices/',
      authorization: { resourceRef: 'component:default/order-api' },
    },
  ],
};
