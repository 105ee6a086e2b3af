export default {
  title: '今天以谁的身份登录？',
  intro:
    '当前门户运行在模拟公司 landscape 上。请选择一位员工，不同员工能看到和操作的内容不同。',
  problem:
    '登录失败。首次启动后目录可能还需要几秒钟加载，请重试。（{{reason}}）',
  'oidc.title': '公司账号',
  'oidc.message': '使用公司账号登录',
  'role.author': '编写服务，发起发布',
  'role.approver': '团队负责人，审批发布',
  'role.otherTeam': '其他团队的成员',
  'role.ops': '保障生产，处理告警',
  'role.stranger': '已登录，但不属于任何团队',
  noTeam: '无团队',
};
