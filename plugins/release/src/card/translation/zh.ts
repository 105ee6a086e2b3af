export default {
  title: '发布',
  all: '查看全部',
  label: '各环境运行情况',
  environment: '环境',
  version: '版本',
  state: '状态',
  empty: '尚无运行中的工作负载',
  emptyUnread: '目前还没有找到',
  emptyHint: '“发布”页签说明查找的依据。',
  cut: '“发布”页签中还有 {{number}} 个',
};
