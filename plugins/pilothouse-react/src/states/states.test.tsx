import { renderInTestApp } from '@backstage/frontend-test-utils';
import { ResponseError } from '@backstage/errors';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { inLanguage } from '../testUtils';
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
        error={failure(500, '<img src=x onerror=alert(1)>\u202e')}
        onRetry={onRetry}
      />,
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The portal made a mistake (500).<img src=x onerror=alert(1)>\\u{202e}',
    );
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['400', failure(400), '门户不接受此请求（400）。'],
    ['401', failure(401), '你尚未登录，或登录已失效。'],
    ['503', failure(503), '暂时不可用（503）。'],
    ['504', failure(504), '暂时不可用（504）。'],
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

  it('says what the backend said, not what the client calls it', async () => {
    const error = await ResponseError.fromResponse({
      ok: false,
      redirected: false,
      type: 'basic',
      url: '',
      status: 503,
      statusText: 'Service Unavailable',
      headers: new Headers({ 'content-type': 'application/json' }),
      text: async () =>
        JSON.stringify({
          error: {
            name: 'ServiceUnavailableError',
            message: 'The catalog is restarting',
          },
          response: { statusCode: 503 },
        }),
    });
    renderInTestApp(<ErrorState error={error} />);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'This is not available just now (503).The catalog is restarting',
    );
    expect(alert).not.toHaveTextContent('Request failed');
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
