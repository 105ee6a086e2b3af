import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { inLanguage } from '../__testUtils__/inLanguage';
import { ErrorState } from './ErrorState';
import { HostileText } from './HostileText';
import { LoadingState } from './LoadingState';

function failure(statusCode: number, message = '') {
  return Object.assign(new Error(message), { statusCode });
}

describe('states', () => {
  it('says what failed, shows what came from outside as text, and tries again', async () => {
    const onRetry = jest.fn();
    renderInTestApp(
      <ErrorState
        error={failure(503, '<img src=x onerror=alert(1)>\u202e')}
        onRetry={onRetry}
      />,
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The portal made a mistake (503).<img src=x onerror=alert(1)>\\u{202e}',
    );
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['403', failure(403), '你没有权限查看'],
    ['404', failure(404), '这里没有内容，或已不存在。'],
    ['429', failure(429), '请求过于频繁，请稍候。'],
    ['no answer', new TypeError('fetch failed'), '门户没有响应，请检查网络。'],
  ])('words %s', async (_, error, words) => {
    renderInTestApp(<ErrorState error={error} />, {
      config: inLanguage('zh'),
    });
    expect(await screen.findByText(words, { exact: false })).toBeVisible();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('tells screen readers that something loads', async () => {
    renderInTestApp(<LoadingState />);
    expect(await screen.findByRole('status')).toHaveTextContent('Loading…');
  });

  it('keeps hostile text from reordering what is around it', async () => {
    renderInTestApp(<HostileText value={'api\u202egpj'} />);
    const hidden = await screen.findByText('\\u{202e}');
    expect(hidden.closest('bdi')).toHaveTextContent('api\\u{202e}gpj');
  });
});
