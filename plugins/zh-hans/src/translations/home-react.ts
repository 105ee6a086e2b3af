import type { homeReactTranslationRef } from '@backstage/plugin-home-react/alpha';
import type { MessagesOf } from '../types';

const messages: MessagesOf<typeof homeReactTranslationRef> = {
  'settingsModal.title': '设置',
  'settingsModal.closeButtonTitle': '关闭',
  'cardExtension.settingsButtonTitle': '设置',
};

export default messages;
