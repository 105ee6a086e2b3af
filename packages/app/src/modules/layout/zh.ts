export default {
  'nav.label': '主导航',
  'nav.home': '首页',
  'nav.catalog': '软件目录',
  'nav.deploy': '发布',
  'nav.docs': '文档',
  'nav.search': '搜索',
  'nav.graph': '关系图',
  'nav.notifications': '通知',
  'nav.settings': '设置',
  'nav.waiting': '{{number}} 项等你处理',
  'nav.language': '语言',
  skip: '跳到正文',
};
