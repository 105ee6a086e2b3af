import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  ACTION_REASONS,
  clusterConditionSchema,
  EVIDENCE_CHECKS,
  EVIDENCE_PROBLEMS,
  EVIDENCE_REASONS,
  TRAFFIC_CHECKS,
  GATE_REASONS,
  IMAGE_PROBLEMS,
  OBSERVATION_PROBLEMS,
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
  'action author autoscaler budget by check choice cluster clusters code container deployment expected field fields found free freeze from host image instance key kind limit manager maxUnavailable message minimum missing namespace needed outcome permission provider quota reason replicas requests resource role rollout seconds service shown status step tag to total verb why workload'
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
    check: [...EVIDENCE_CHECKS, ...TRAFFIC_CHECKS].map(words.check),
    evidenceProblem: say(
      EVIDENCE_PROBLEMS,
      message => words.evidenceProblem(message) ?? message.code,
    ),
    evidenceReason: say(
      EVIDENCE_REASONS,
      message => words.evidenceReason(message) ?? message.code,
    ),
    image: say(IMAGE_PROBLEMS, words.imageProblem),
    driftEvent: ['recorded', 'changed', 'edited'].map(found =>
      words.event({
        code: 'drift-found',
        params: { ...PARAMS, field: 'template', found },
      }),
    ),
    unnamed: [
      words.event({
        code: 'drift-found',
        params: { field: 'image', role: 'canary', workload: 'prod' },
      }),
      words.stuck({
        code: 'deployment-paused',
        params: { ...PARAMS, manager: '' },
      }).what,
    ],
    drift: (['changed', 'edited'] as const).map(found =>
      words.drift({
        workloadId: 'prod/prod-beijing/order/order-api',
        role: 'release',
        field: 'template',
        expected: 'recorded',
        found,
        adoptable: true,
      }),
    ),
    gateReason: say(GATE_REASONS, words.gateReason),
    // Whatever code an event quotes has words, too.
    observation: [
      ...OBSERVATION_PROBLEMS,
      ...EVIDENCE_PROBLEMS,
      ...STUCK_REASONS,
    ].map(code =>
      words.event({ code: 'observation-lost', params: { ...PARAMS, code } }),
    ),
    cluster: clusterConditionSchema.shape.status.options.map(status =>
      words.finding({
        code: 'cluster-not-live',
        params: { ...PARAMS, status },
      }),
    ),
    canaryWhy: ['selector', 'exists', 'forbidden', 'other'].map(why =>
      words.finding({
        code: 'canary-cannot-be-made',
        params: { ...PARAMS, why },
      }),
    ),
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
      ...TRAFFIC_CHECKS,
      ...EVIDENCE_PROBLEMS,
      ...EVIDENCE_REASONS,
      ...IMAGE_PROBLEMS,
      ...OBSERVATION_PROBLEMS,
      ...clusterConditionSchema.shape.status.options,
    ];
    expect(said.length).toBeGreaterThan(codes.length);
    for (const text of said) {
      expect(text).not.toMatch(/\{\{|undefined|NaN|^\s/);
      // Words, and no code among them.
      const shown = text.split(/[^a-z-]+/);
      expect(
        codes.filter(code => code.includes('-') && shown.includes(code)),
      ).toEqual([]);
      expect(/\p{Script=Han}/u.test(text)).toBe(language === 'zh');
    }
    const all = said.join('\n');
    for (const name of ['permission', 'manager', 'quota', 'image', 'by']) {
      expect(all).toContain(`«${name}»`);
    }
  });
});
