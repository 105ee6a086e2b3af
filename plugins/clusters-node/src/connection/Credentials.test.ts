import type { ConnectionSettings } from './connectionSettings';
import { Credentials } from './Credentials';

const settings = (origin: string): ConnectionSettings => ({
  origin,
  prefix: '',
  rejectUnauthorized: true,
  token: `token of ${origin}`,
});

it('keeps no answer to what was asked before the cluster moved', async () => {
  const answers: ((value: ConnectionSettings) => void)[] = [];
  const credentials = new Credentials(
    () => new Promise(resolve => answers.push(resolve)),
  );
  const before = credentials.current(60_000);
  credentials.forget();
  const after = credentials.current(60_000);
  expect(answers).toHaveLength(2);
  answers[1](settings('https://new'));
  answers[0](settings('https://old'));

  expect((await before).settings.origin).toBe('https://old');
  expect((await after).settings.origin).toBe('https://new');
  const kept = await credentials.current(60_000);
  expect(kept.settings.origin).toBe('https://new');
});
