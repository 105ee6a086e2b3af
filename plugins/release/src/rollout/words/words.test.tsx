import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  ACTION_REASONS,
  EVIDENCE_CHECKS,
  PREFLIGHT_FINDINGS,
  ROLLOUT_CAUSES,
  ROLLOUT_EVENTS,
  STUCK_REASONS,
} from '@pilothouse/plugin-release-common';
import type { Message } from '@pilothouse/plugin-release-common';
import { screen } from '@testing-library/react';
import { inLanguage } from '../../__testUtils__/inLanguage';
import { useRolloutWords } from './useRolloutWords';
import type { RolloutWords } from './useRolloutWords';

/** Every param that any message has. */
const PARAMS: Message['params'] = Object.fromEntries(
  'action author autoscaler budget by check choice cluster clusters code container deployment expected field fields found free freeze from image key kind limit manager maxUnavailable message minimum missing namespace needed outcome permission provider quota reason replicas resource role rollout seconds service status step tag to verb why workload'
    .split(' ')
    .map(name => [name, `«${name}»`]),
);

function sentences(words: RolloutWords): Record<string, string[]> {
  const say = (
    codes: readonly string[],
    phrase: (message: Message) => string,
  ) => codes.map(code => phrase({ code, params: PARAMS }));
  return {
    why: say(ACTION_REASONS, words.why),
    cause: say(ROLLOUT_CAUSES, words.cause),
    stuck: say(STUCK_REASONS, message => words.stuck(message).what),
    remedy: say(STUCK_REASONS, message => words.stuck(message).remedy),
    finding: say(PREFLIGHT_FINDINGS, words.finding),
    event: say(ROLLOUT_EVENTS, words.event),
    check: EVIDENCE_CHECKS.map(words.check),
  };
}

function Sentences() {
  const words = useRolloutWords();
  return (
    <ul>
      {Object.entries(sentences(words)).map(([family, said]) =>
        said.map((text, index) => (
          <li key={`${family} ${index}`} aria-label={family}>
            {text}
          </li>
        )),
      )}
    </ul>
  );
}

async function saidIn(language: 'en' | 'zh') {
  renderInTestApp(<Sentences />, {
    config: inLanguage(language),
  });
  await screen.findAllByRole('listitem', { name: 'event' });
  if (language === 'zh') await screen.findAllByText(/封网/);
  return screen.getAllByRole('listitem').map(item => item.textContent ?? '');
}

describe.each(['en', 'zh'] as const)('words of rollouts in %s', language => {
  it('word every code, with what it is about', async () => {
    const said = await saidIn(language);
    const codes = [
      ...ACTION_REASONS,
      ...ROLLOUT_CAUSES,
      ...STUCK_REASONS,
      ...PREFLIGHT_FINDINGS,
      ...ROLLOUT_EVENTS,
      ...EVIDENCE_CHECKS,
    ];
    expect(said.length).toBe(codes.length + STUCK_REASONS.length);
    for (const text of said) {
      expect(text).not.toMatch(/\{\{|undefined|NaN/);
      // Words, not the code itself.
      expect(codes.filter(code => code.includes('-'))).not.toContain(text);
      expect(/\p{Script=Han}/u.test(text)).toBe(language === 'zh');
    }
    const all = said.join('\n');
    for (const name of ['permission', 'manager', 'quota', 'image', 'by']) {
      expect(all).toContain(`«${name}»`);
    }
  });
});
