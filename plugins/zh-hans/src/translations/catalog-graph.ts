import type { catalogGraphTranslationRef } from '@backstage/plugin-catalog-graph/alpha';
import type { MessagesOf } from '../types';

const messages: MessagesOf<typeof catalogGraphTranslationRef> = {
  'catalogGraphCard.title': '关系',
  'catalogGraphCard.deepLinkTitle': '查看关系图',
  'catalogGraphPage.title': '关系图',
  'catalogGraphPage.filterToggleButtonTitle': '筛选',
  'catalogGraphPage.supportButtonDescription':
    '将组件添加到软件目录，即可开始跟踪它。',
  'catalogGraphPage.simplifiedSwitchLabel': '简化显示',
  'catalogGraphPage.mergeRelationsSwitchLabel': '合并关系',
  'catalogGraphPage.zoomOutDescription':
    '捏合缩放并拖动以浏览关系图。单击切换当前节点，按住 Shift 单击打开实体。',
  'catalogGraphPage.curveFilter.title': '连线',
  'catalogGraphPage.curveFilter.curveMonotoneX': '平滑曲线',
  'catalogGraphPage.curveFilter.curveStepBefore': '阶梯折线',
  'catalogGraphPage.directionFilter.title': '方向',
  'catalogGraphPage.directionFilter.leftToRight': '从左到右',
  'catalogGraphPage.directionFilter.rightToLeft': '从右到左',
  'catalogGraphPage.directionFilter.topToBottom': '从上到下',
  'catalogGraphPage.directionFilter.bottomToTop': '从下到上',
  'catalogGraphPage.maxDepthFilter.title': '最大深度',
  'catalogGraphPage.maxDepthFilter.inputPlaceholder': '∞ 不限',
  'catalogGraphPage.maxDepthFilter.clearButtonAriaLabel': '清除最大深度',
  'catalogGraphPage.selectedKindsFilter.title': '种类',
  'catalogGraphPage.selectedRelationsFilter.title': '关系',
};

export default messages;
