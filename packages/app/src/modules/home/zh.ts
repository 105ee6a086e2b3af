export default {
  'greeting.morning': '早上好，{{name}}',
  'greeting.noon': '中午好，{{name}}',
  'greeting.afternoon': '下午好，{{name}}',
  'greeting.evening': '晚上好，{{name}}',
  welcome: '欢迎',
  noTeam: '未加入团队',
  'needs.title': '待你处理',
  'needs.label': '待你处理的事项',
  'needs.nothing': '没有需要你处理的事',
  'needs.nothingHint': '就有响应的集群而言，你负责的一切正常。',
  'needs.noServices': '你还没有负责的服务',
  'needs.noServicesHint': '可在软件目录中查找，或查看其他团队的运行情况。',
  'needs.more': '还有 {{number}} 项',
  'needs.open': '打开',
  'needs.openWhat': '打开 {{what}}',
  'needs.show': '查看',
  'needs.showWhat': '查看 {{what}} 上运行的服务',
  'needs.failed': '失败',
  'needs.differs': '不一致',
  'needs.noAnswer': '无响应',
  'needs.refused': '被拒绝',
  'needs.staleTargets_one':
    '{{duration}}；你的 {{count}} 个目标显示最后已知状态',
  'needs.staleTargets_other':
    '{{duration}}；你的 {{count}} 个目标显示最后已知状态',
  'needs.refusedTargets_one':
    '门户的凭证未被接受；你的 {{count}} 个目标显示最后已知状态',
  'needs.refusedTargets_other':
    '门户的凭证未被接受；你的 {{count}} 个目标显示最后已知状态',
  'needs.unknownTargets': '{{duration}}；尚不知道你在该处的运行情况',
  'services.title': '我的服务',
  'services.all': '全部团队',
};
