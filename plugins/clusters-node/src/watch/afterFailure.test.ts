import {
  ApiError,
  ConnectionError,
  CredentialError,
} from '../connection/ApiError';
import { DEFAULT_TIMINGS } from '../service/timings';
import { afterFailure } from './afterFailure';

const broken = new ConnectionError('broken', { sent: true });
const api = (code: number, retryAfterMs?: number) =>
  new ApiError({ code, message: String(code), retryAfterMs });

const goOn = { relist: false, denied: false, wakes: true };

it.each([
  ['a broken connection', broken, 1, { ...goOn, pauseMs: 1_000 }],
  ['the third in a row', broken, 3, { ...goOn, pauseMs: 4_000 }],
  ['very many in a row', broken, 999, { ...goOn, pauseMs: 30_000 }],
  ['too old', api(410), 1, { ...goOn, relist: true, pauseMs: 1_000 }],
  [
    'too old again and again',
    api(410),
    4,
    { ...goOn, relist: true, pauseMs: 8_000 },
  ],
  ['refused', api(401), 1, { ...goOn, pauseMs: 30_000 }],
  ['no credential', new CredentialError('-'), 1, { ...goOn, pauseMs: 30_000 }],
  [
    'forbidden',
    api(403),
    1,
    { relist: true, denied: true, wakes: false, pauseMs: 60_000 },
  ],
  [
    'not served',
    api(404),
    1,
    { relist: true, denied: true, wakes: false, pauseMs: 60_000 },
  ],
  [
    'more than we can hold',
    api(413),
    1,
    { relist: true, denied: true, wakes: false, pauseMs: 300_000 },
  ],
  [
    'too many requests',
    api(429, 7_000),
    1,
    { ...goOn, wakes: false, pauseMs: 7_000 },
  ],
  [
    'asked to wait for ever',
    api(503, 1e9),
    1,
    { ...goOn, wakes: false, pauseMs: 300_000 },
  ],
  ['an error of the server', api(500), 2, { ...goOn, pauseMs: 2_000 }],
  [
    'nonsense',
    new ConnectionError('?', { sent: true, senseless: true }),
    1,
    { ...goOn, relist: true, pauseMs: 1_000 },
  ],
])('%s', (_, error, failures, expected) => {
  expect(afterFailure(error, failures, DEFAULT_TIMINGS, 1)).toEqual(expected);
});

it('spreads pauses out, but leaves nobody without one', () => {
  expect(afterFailure(broken, 3, DEFAULT_TIMINGS, 0).pauseMs).toBe(2_000);
  expect(afterFailure(api(410), 1, DEFAULT_TIMINGS, 0.5).pauseMs).toBe(500);
});
