import type { techdocsTranslationRef } from '@backstage/plugin-techdocs/alpha';
import type { MessagesOf } from '../types';

const messages: MessagesOf<typeof techdocsTranslationRef> = {
  'aboutCard.viewTechdocs': '查看文档',
  'notFound.title': '未找到文档',
  'notFound.builderNote':
    '注意，配置中的 techdocs.builder 未设为 local，因此找不到文档时 Backstage 不会自行生成。请确认项目文档已由外部流程（例如 CI/CD 流水线）生成并发布，或将 techdocs.builder 改为 local，由此 Backstage 实例生成文档。',
  'buildLogs.title': '构建详情',
  'buildLogs.closeDrawer': '关闭抽屉',
  'buildLogs.showBuildLogs': '查看构建日志',
  'buildLogs.waitingForLogs': '等待日志…',
  'stateIndicator.initialBuild.message':
    '文档首次被访问，正在准备。之后的加载会快得多。',
  'stateIndicator.contentStaleRefreshing.message':
    '正在准备此文档的新版本，稍后即可查看。',
  'stateIndicator.contentStaleReady.message':
    '此文档的新版本已就绪，请刷新查看。',
  'stateIndicator.contentStaleReady.refreshButton': '刷新',
  'stateIndicator.contentStaleError.message': '构建此文档的新版本失败。',
  'redirectNotification.redirectNow': '立即跳转',
  'search.noResults': '未找到结果',
  'search.placeholder': '搜索 {{entityTitle}} 的文档',
  'readerPageHeader.owner': '所有者',
  'readerPageHeader.lifecycle': '生命周期',
  'readerPageHeader.source': '源码',
  'home.supportButton': '浏览整个软件生态中的文档。',
  'pageWrapper.title': '文档',
  'pageWrapper.subtitle': '{{orgName}} 的文档',
  'table.columns.document': '文档',
  'table.columns.owner': '所有者',
  'table.columns.kind': '种类',
  'table.columns.type': '类型',
  'table.header.actions': '操作',
  'table.toolbar.searchPlaceholder': '筛选',
  'table.pagination.labelRowsSelect': '条',
  'table.body.emptyDataSourceMessage': '暂无数据',
  'table.actions.copyDocsUrl': '复制文档链接',
  'table.actions.addToFavorites': '收藏',
  'table.actions.removeFromFavorites': '取消收藏',
  'table.emptyState.title': '暂无文档',
  'table.emptyState.description': '创建你自己的文档，请查看入门说明',
  'table.emptyState.docsButton': '文档',
  'table.title.all': '全部',
  'error.couldNotLoad': '无法加载文档。',
  'nav.title': '文档',
  'entityContent.title': '文档',
  'reader.settings': '设置',
};

export default messages;
