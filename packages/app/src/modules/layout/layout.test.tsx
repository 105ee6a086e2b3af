import {
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { rolloutApi } from '../../__testUtils__/rolloutApi';
import { layoutModule } from '.';

/** A page with the id of a stock one, and one that nobody has a place for. */
function plugin(pluginId: string, title: string) {
  return createFrontendPlugin({
    pluginId,
    title,
    icon: <svg />,
    extensions: [
      PageBlueprint.make({
        params: {
          path: `/${pluginId}`,
          routeRef: createRouteRef(),
          loader: async () => <h1>{`${title} page`}</h1>,
        },
      }),
    ],
  });
}

describe('the frame of the app', () => {
  const features = [
    layoutModule,
    plugin('weather', 'Weather'),
    plugin('techdocs', 'Documentation'),
    plugin('release', 'Releases'),
    plugin('catalog', 'Stock catalog'),
    plugin('home', 'Stock home'),
  ];

  it('leads to the pages by our names, ours first, in both languages', async () => {
    const user = userEvent.setup();
    renderTestApp({
      features,
      config: {
        app: {
          extensions: [
            {
              'api:app/app-language': {
                config: { availableLanguages: ['en', 'zh'] },
              },
            },
          ],
        },
      },
    });
    const nav = await screen.findByRole('navigation', { name: 'Main' });
    expect(links(nav)).toEqual([
      'Pilothouse',
      'Home',
      'Catalog',
      'Deploy',
      'Docs',
      'Weather',
    ]);

    await user.click(within(nav).getByRole('link', { name: 'Docs' }));
    expect(
      await screen.findByRole('heading', { name: 'Documentation page' }),
    ).toBeInTheDocument();
    expect(within(nav).getByRole('link', { name: 'Docs' })).toHaveAttribute(
      'aria-current',
      'page',
    );

    await user.click(within(nav).getByRole('button', { name: '中文' }));
    expect(await screen.findByRole('navigation', { name: '主导航' })).toBe(nav);
    expect(links(nav)).toEqual([
      'Pilothouse',
      '首页',
      '软件目录',
      '发布',
      '文档',
      'Weather',
    ]);
    expect(document.documentElement.lang).toBe('zh-CN');
    expect(within(nav).getByRole('button', { name: '中文' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    expect(screen.getByRole('link', { name: '跳到正文' })).toHaveAttribute(
      'href',
      expect.stringMatching(/^#/),
    );
  });

  it('counts beside Deploy what waits for one', async () => {
    localStorage.setItem('language', 'en');
    const listRollouts = jest.fn().mockResolvedValue({
      rollouts: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
      now: new Date().toISOString(),
    });
    renderTestApp({ features, apis: [rolloutApi({ listRollouts })] });
    expect(
      await screen.findByRole('link', { name: /^Deploy.*3 wait for you$/ }),
    ).toBeVisible();
    expect(listRollouts).toHaveBeenCalledWith(
      expect.objectContaining({ view: 'waiting' }),
      expect.anything(),
    );
  });
});

function links(nav: HTMLElement) {
  return within(nav)
    .getAllByRole('link')
    .map(link => link.textContent);
}
