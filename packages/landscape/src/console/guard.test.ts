import { checkOrigin } from './guard';

function check(method: string, headers: Record<string, string>) {
  return () =>
    checkOrigin({
      method,
      port: 7100,
      headers: { host: '127.0.0.1:7100', ...headers },
    });
}

const JSON_TYPE = { 'content-type': 'application/json' };

describe('checkOrigin', () => {
  it.each([
    ['a program', 'GET', {}],
    ['a program that writes', 'PUT', JSON_TYPE],
    [
      'the page',
      'PUT',
      {
        ...JSON_TYPE,
        origin: 'http://127.0.0.1:7100',
        'sec-fetch-site': 'same-origin',
      },
    ],
    [
      'somebody who types the address',
      'GET',
      { host: 'localhost:7100', 'sec-fetch-site': 'none' },
    ],
    ['IPv6', 'GET', { host: '[::1]:7100' }],
    [
      'a link from elsewhere',
      'GET',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    ],
    [
      'JSON with a charset',
      'POST',
      { 'content-type': 'application/json; charset=utf-8' },
    ],
  ])('lets %s in', (_, method, headers) => {
    expect(check(method, headers)).not.toThrow();
  });

  it.each([
    ['DNS rebinding', 'GET', { host: 'evil.example:7100' }, 403],
    ['another port', 'GET', { host: '127.0.0.1:80' }, 403],
    ['no host', 'GET', { host: '' }, 403],
    [
      'a page from elsewhere',
      'PUT',
      { ...JSON_TYPE, origin: 'https://evil.example' },
      403,
    ],
    ['a sandboxed page', 'PUT', { ...JSON_TYPE, origin: 'null' }, 403],
    [
      'another port of this machine',
      'GET',
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' },
      403,
    ],
    [
      'a script from elsewhere',
      'GET',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
      403,
    ],
    ['a form', 'POST', { 'content-type': 'text/plain' }, 415],
    ['a form without a type', 'POST', {}, 415],
    [
      'a form that claims to visit',
      'POST',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
      403,
    ],
  ])('keeps %s out', (_, method, headers, status) => {
    expect(check(method, headers)).toThrow(expect.objectContaining({ status }));
  });
});
