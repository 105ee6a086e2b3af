import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderDeployPage } from '../pages/__testUtils__/renderDeployPage';

/* A file of its own: decisions are remembered for as long as the page lives, and here from test to test. */
describe('the page of freezes for those who may not make any', () => {
  it('says why, in Chinese, and shows the freezes all the same', async () => {
    renderDeployPage({
      path: 'freezes',
      language: 'zh',
      mayManage: false,
      prepare: api => {
        const now = new Date().toISOString();
        api.listFreezes = async () => ({
          freezes: [
            {
              active: true,
              from: now,
              freeze: {
                id: 'f1',
                kind: 'stop',
                scope: { systems: ['system:default/order'] },
                range: { from: now },
                reason: '重复扣款',
                source: 'people',
                createdBy: 'user:default/guo.tao',
              },
            },
          ],
          now,
        });
      },
    });
    const stop = await screen.findByRole('button', { name: '紧急停线…' });
    await screen.findByText(/^你无权新建或解除封网/);
    expect(stop).toHaveAttribute('aria-disabled', 'true');
    expect(stop).toHaveAccessibleDescription(/release\.freeze\.manage/);
    await userEvent.click(stop);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    const row = await screen.findByRole('row', { name: /重复扣款/ });
    expect(row).toHaveTextContent(
      /^生效中直至解除系统 order自 .* 起，直至有人解除紧急停线/,
    );
    expect(
      screen.queryByRole('button', { name: /^解除/ }),
    ).not.toBeInTheDocument();
  });
});
