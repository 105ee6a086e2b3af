import type { searchTranslationRef } from '@backstage/plugin-search/alpha';
import type { MessagesOf } from '../types';

const messages: MessagesOf<typeof searchTranslationRef> = {
  'searchModal.viewFullResults': '查看全部结果',
  'searchType.allResults': '全部结果',
  'searchType.tabs.allTitle': '全部',
  'searchType.accordion.allTitle': '全部',
  'searchType.accordion.collapse': '收起',
  'searchType.accordion.numberOfResults': '{{number}} 条结果',
  'sidebarSearchModal.title': '搜索',
};

export default messages;
