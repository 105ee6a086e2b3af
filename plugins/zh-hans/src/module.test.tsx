import { coreComponentsTranslationRef } from '@backstage/core-components/alpha';
import {
  coreExtensionData,
  createExtension,
  createFrontendModule,
  createTranslationMessages,
  createTranslationRef,
  useTranslationRef,
  type FrontendModule,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import {
  UserSettingsAppearanceCard,
  userSettingsTranslationRef,
} from '@backstage/plugin-user-settings';
import { fireEvent, screen } from '@testing-library/react';
import discovered, { createZhHansModule, zhHansModule } from '.';
import { stockTranslations } from './stock';

/** Renders an app with the modules, in a language, of which only the element is on screen. */
function renderApp(
  modules: FrontendModule | FrontendModule[],
  language: string,
  element = <UserSettingsAppearanceCard />,
) {
  const layout = createExtension({
    name: 'layout',
    attachTo: { id: 'app/root', input: 'children' },
    output: [coreExtensionData.reactElement],
    factory: () => [coreExtensionData.reactElement(element)],
  });
  const config = {
    availableLanguages: [...new Set(['en', 'zh', language])],
    defaultLanguage: language,
  };
  return renderTestApp({
    features: [
      createFrontendModule({ pluginId: 'app', extensions: [layout] }),
      ...[modules].flat(),
    ],
    config: {
      app: {
        extensions: [
          { 'api:app/app-language': { config } },
          // What the usual layout would show.
          { 'app/nav': false },
          { 'app/routes': false },
        ],
      },
    },
  });
}

describe('the zh-hans module', () => {
  // The app remembers the language that somebody chose.
  afterEach(() => localStorage.clear());

  it('is what the package exports by default, so that app.packages finds it', () => {
    expect(discovered).toBe(zhHansModule);
  });

  it.each(['zh', 'zh-CN', 'zh-Hans'])(
    'shows a stock component in Chinese where the app calls it %s',
    async language => {
      renderApp(zhHansModule, language);
      expect(await screen.findByText('外观')).toBeInTheDocument();
      expect(screen.getByText('切换主题模式')).toBeInTheDocument();
      expect(screen.queryByText('Appearance')).not.toBeInTheDocument();
    },
  );

  it('loads the texts when somebody first switches to Chinese', async () => {
    const loads = stockTranslations.map(stock => jest.spyOn(stock, 'load'));
    renderApp(zhHansModule, 'en');
    expect(await screen.findByText('Appearance')).toBeInTheDocument();
    for (const load of loads) {
      expect(load).not.toHaveBeenCalled();
    }

    fireEvent.mouseDown(screen.getByRole('button', { name: /English/ }));
    fireEvent.click(await screen.findByRole('option', { name: '中文' }));
    expect(await screen.findByText('外观')).toBeInTheDocument();
    jest.restoreAllMocks();
  });

  it('counts and fills in', async () => {
    function Messages() {
      const { t } = useTranslationRef(coreComponentsTranslationRef);
      return (
        <ul>
          <li>{t('alertDisplay.message', { count: 1 })}</li>
          <li>{t('alertDisplay.message', { count: 3 })}</li>
          <li>
            {t('errorBoundary.title', {
              slackChannel: <a href="/help">#help</a>,
            })}
          </li>
        </ul>
      );
    }
    renderApp(zhHansModule, 'zh', <Messages />);
    expect(await screen.findByText('（另有 1 条新消息）')).toBeInTheDocument();
    expect(screen.getByText('（另有 3 条新消息）')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: '#help' }).parentElement,
    ).toHaveTextContent('请联系 #help 获取帮助。');
  });
});

describe('createZhHansModule', () => {
  it('registers under another language id alone', async () => {
    const module = createZhHansModule({ language: 'zh-SG' });
    const { unmount } = renderApp(module, 'zh-SG');
    expect(await screen.findByText('外观')).toBeInTheDocument();
    unmount();

    renderApp(module, 'zh');
    expect(await screen.findByText('Appearance')).toBeInTheDocument();
  });

  it('takes wordings of the app, and English where it says null', async () => {
    const wordings = createTranslationMessages({
      ref: userSettingsTranslationRef,
      messages: { 'appearanceCard.title': '界面', 'themeToggle.title': null },
    });
    const module = createZhHansModule({ overrides: [wordings] });
    // As in an app that has found the package's own module too.
    renderApp([zhHansModule, module], 'zh');
    expect(await screen.findByText('界面')).toBeInTheDocument();
    expect(screen.getByText('Theme')).toBeInTheDocument();
    expect(screen.getByText('切换主题模式')).toBeInTheDocument();
  });

  it('refuses wordings for what the pack does not cover', () => {
    const wordings = createTranslationMessages({
      ref: createTranslationRef({ id: 'weather', messages: { rain: 'Rain' } }),
      messages: { rain: '雨' },
    });
    expect(() => createZhHansModule({ overrides: [wordings] })).toThrow(
      "has no texts for 'weather'",
    );
  });
});
