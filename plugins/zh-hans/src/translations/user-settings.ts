import type { userSettingsTranslationRef } from '@backstage/plugin-user-settings/alpha';
import type { MessagesOf } from '../types';

const messages: MessagesOf<typeof userSettingsTranslationRef> = {
  'languageToggle.title': '语言',
  'languageToggle.description': '切换界面语言',
  'languageToggle.select': '选择语言 {{language}}',
  'themeToggle.title': '主题',
  'themeToggle.description': '切换主题模式',
  'themeToggle.select': '选择 {{theme}}',
  'themeToggle.selectAuto': '跟随系统主题',
  'themeToggle.names.light': '浅色',
  'themeToggle.names.dark': '深色',
  'themeToggle.names.auto': '跟随系统',
  'signOutMenu.title': '退出登录',
  'signOutMenu.moreIconTitle': '更多',
  'pinToggle.title': '固定侧边栏',
  'pinToggle.description': '防止侧边栏自动收起',
  'pinToggle.switchTitles.unpin': '取消固定侧边栏',
  'pinToggle.switchTitles.pin': '固定侧边栏',
  'pinToggle.ariaLabelTitle': '固定侧边栏开关',
  'identityCard.title': 'Backstage 身份',
  'identityCard.noIdentityTitle': '没有 Backstage 身份',
  'identityCard.userEntity': '用户实体',
  'identityCard.ownershipEntities': '所有权实体',
  'defaultProviderSettings.description':
    '用于 {{provider}} 的 API 和身份信息的认证',
  'emptyProviders.title': '没有认证提供方',
  'emptyProviders.description':
    '可以为 Backstage 添加认证提供方，然后用它们验证你的身份。',
  'emptyProviders.action.title':
    '打开 app-config.yaml，按下方高亮部分进行修改：',
  'emptyProviders.action.readMoreButtonTitle': '了解更多',
  'providerSettingsItem.title.signIn': '登录 {{title}}',
  'providerSettingsItem.title.signOut': '退出 {{title}}',
  'providerSettingsItem.buttonTitle.signIn': '登录',
  'providerSettingsItem.buttonTitle.signOut': '退出登录',
  'authProviders.title': '可用的认证提供方',
  'defaultSettingsPage.tabsTitle.general': '通用',
  'defaultSettingsPage.tabsTitle.authProviders': '认证提供方',
  'defaultSettingsPage.tabsTitle.featureFlags': '功能开关',
  'featureFlags.title': '功能开关',
  'featureFlags.description': '切换功能开关后请刷新页面',
  'featureFlags.emptyFlags.title': '没有功能开关',
  'featureFlags.emptyFlags.description':
    '插件可以通过功能开关在 Backstage 中注册功能，由用户自行启用。你也可以用它拆分代码逻辑，例如手动进行 A/B 测试。',
  'featureFlags.emptyFlags.action.title': '添加功能开关的示例见下方高亮部分：',
  'featureFlags.emptyFlags.action.readMoreButtonTitle': '了解更多',
  'featureFlags.filterTitle': '筛选',
  'featureFlags.clearFilter': '清除筛选',
  'featureFlags.flagItem.title.disable': '停用',
  'featureFlags.flagItem.title.enable': '启用',
  'featureFlags.flagItem.subtitle.registeredInApplication': '由应用注册',
  'featureFlags.flagItem.subtitle.registeredInPlugin':
    '由插件 {{pluginId}} 注册',
  'settingsLayout.title': '设置',
  sidebarTitle: '设置',
  'profileCard.title': '个人资料',
  'appearanceCard.title': '外观',
};

export default messages;
