import type { homeTranslationRef } from '@backstage/plugin-home/alpha';
import type { MessagesOf } from '../types';

const messages: MessagesOf<typeof homeTranslationRef> = {
  'addWidgetDialog.title': '添加小组件',
  'addWidgetDialog.noAvailableWidgets': '所有可用的小组件都已添加。',
  'customHomepageButtons.edit': '编辑',
  'customHomepageButtons.restoreDefaults': '恢复默认',
  'customHomepageButtons.clearAll': '全部清除',
  'customHomepageButtons.addWidget': '添加小组件',
  'customHomepageButtons.save': '保存',
  'customHomepageButtons.cancel': '取消',
  'customHomepage.noWidgets': '还没有小组件。点击“添加小组件”开始。',
  'widgetSettingsOverlay.editSettingsTooltip': '编辑设置',
  // The stock plugin still has this misspelt key beside the right one.
  'widgetSettingsOverlay.editSettingsTooptip': '编辑设置',
  'widgetSettingsOverlay.deleteWidgetTooltip': '删除小组件',
  'widgetSettingsOverlay.submitButtonTitle': '提交',
  'widgetSettingsOverlay.cancelButtonTitle': '取消',
  'starredEntityListItem.removeFavoriteEntityTitle': '取消收藏实体',
  'visitList.empty.title': '暂无访问记录。',
  'visitList.empty.description':
    '开始使用 Backstage 后，访问过的页面会显示在这里，方便你从上次离开的地方继续。',
  'visitList.few.title': '访问的页面越多，这里显示的也越多。',
  'visitList.disabled.title': '未启用访问记录。',
  'visitList.disabled.description':
    '在 app-config.yaml 中启用访问记录后，这里会显示最常访问和最近访问的页面。',
  'quickStart.title': '新手入门',
  'quickStart.description': '开始使用 Backstage',
  'quickStart.learnMoreLinkTitle': '了解更多',
  'starredEntities.noStarredEntitiesMessage':
    '点击实体名称旁的星标，即可收藏到这里！',
  'visitedByType.action.viewMore': '展开更多',
  'visitedByType.action.viewLess': '收起',
  'featuredDocsCard.learnMoreTitle': '了解更多',
  'featuredDocsCard.empty.title': '暂无文档',
  'featuredDocsCard.empty.description': '创建你自己的文档，请查看入门说明',
  'featuredDocsCard.empty.learnMoreLinkTitle': '文档',
};

export default messages;
