import type { searchReactTranslationRef } from '@backstage/plugin-search-react/alpha';
import type { MessagesOf } from '../types';

const messages: MessagesOf<typeof searchReactTranslationRef> = {
  'searchBar.title': '搜索',
  'searchBar.placeholder': '在 {{org}} 中搜索',
  'searchBar.clearButtonTitle': '清除',
  'searchFilter.allOptionTitle': '全部',
  'searchPagination.limitLabel': '每页结果数：',
  'searchPagination.limitText': '共 {{num}} 条',
  noResultsDescription: '抱歉，未找到结果',
  'searchResultGroup.linkTitle': '查看全部',
  'searchResultGroup.addFilterButtonTitle': '添加筛选',
  'searchResultPager.previous': '上一页',
  'searchResultPager.next': '下一页',
};

export default messages;
