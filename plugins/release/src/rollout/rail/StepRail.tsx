import type { Gate, RolloutPlan } from '@pilothouse/plugin-release-common';
import { useServerNow } from '../../time';
import { isActive } from '../model/pickRollout';
import { currentStep } from '../model/rolloutSign';
import { stepClock } from '../model/stepClock';
import type { ClockView } from '../model/stepClock';
import { useRolloutWords } from '../words/useRolloutWords';
import type { RolloutWords } from '../words/useRolloutWords';
import { Rail } from './Rail';
import type { Stop } from './Rail';
import styles from './StepRail.module.css';

export interface StepRailProps {
  rollout: ClockView;
  /** What its gate asks; where it is not known the gate is called so. */
  gate?: Gate;
  /** Who has to approve. */
  approvers?: string;
  /** One line: a dot per step, and the name of the present one. */
  compact?: boolean;
}

/** Where a rollout is on its way. Its times are the server's: stands inside a `ServerClock`. */
export function StepRail(props: StepRailProps) {
  const words = useRolloutWords();
  const now = useServerNow(1_000);
  const stops = stopsOf(props, words, now);
  if (props.compact) {
    return <CompactRail {...props} stops={stops.slice(1)} words={words} />;
  }
  return <Rail label={words.t('step.label')} stops={stops} />;
}

/** The steps of a plan, with the times after which they begin at the earliest. */
export function PlanRail({ plan }: { plan: RolloutPlan }) {
  const words = useRolloutWords();
  const { t } = words;
  const { gate } = plan.policy;
  return (
    <Rail
      label={t('start.planSteps')}
      stops={plan.steps.map(step => ({
        name: words.step(step, gate),
        detail:
          step.startsAfterMs > 0
            ? t('start.startsAfter', {
                duration: words.duration(step.startsAfterMs / 1_000),
              })
            : t('start.atOnce'),
        state: 'ahead',
        human: step.kind === 'gate' && gate !== 'automatic',
      }))}
    />
  );
}

function stopsOf(
  { rollout, gate, approvers }: StepRailProps,
  words: RolloutWords,
  now: number,
): Stop[] {
  const { t } = words;
  const active = isActive(rollout);
  const clock = stepClock(rollout, now);
  const preflight: Stop = {
    name: t('step.preflight'),
    state: 'done',
    human: false,
  };
  const stops = rollout.steps.map((step, index): Stop => {
    const here = active && index === rollout.stepIndex;
    const stopped =
      !active && index === rollout.stepIndex && step.state !== 'done';
    return {
      name: words.step(step, gate),
      human:
        step.kind === 'gate' &&
        (here
          ? rollout.state === 'waiting-for-person'
          : gate !== undefined && gate !== 'automatic'),
      state: (stopped && 'failed') || step.state,
      fraction: clock.fraction,
      detail: detailOf(),
    };

    function detailOf(): string | undefined {
      if (stopped) return t('step.stopped');
      if (step.state === 'skipped') return t('step.skipped');
      if (here && step.state === 'current') {
        if (clock.stands) return t(`step.stands.${clock.stands.why}`);
        if (clock.leftMs !== undefined) {
          const left = words.duration(Math.ceil(clock.leftMs / 1_000));
          return t('step.left', { duration: left });
        }
        const since = Date.parse(step.enteredAt ?? '');
        if (Number.isNaN(since)) return undefined;
        const seconds = Math.max(1, (now - since) / 1_000);
        return t('step.since', { duration: words.duration(seconds) });
      }
      if (step.state !== 'ahead') return undefined;
      if (step.kind === 'gate' && gate === 'approval') return approvers;
      if (step.kind === 'promote') return t('step.oneByOne');
      return step.holdMs > 0 ? words.duration(step.holdMs / 1_000) : undefined;
    }
  });
  return [preflight, ...stops];
}

function CompactRail(
  props: StepRailProps & { stops: Stop[]; words: RolloutWords },
) {
  const { rollout, gate, stops, words } = props;
  const step = currentStep(rollout);
  const detail = stops.at(rollout.stepIndex)?.detail;
  return (
    <span className={styles.compact}>
      <span className={styles.dots} aria-hidden="true">
        {stops.map((stop, index) => (
          <span key={index} data-state={stop.state} data-human={stop.human} />
        ))}
      </span>
      {step && (
        <span>
          {words.t('step.compact', {
            step: `${rollout.stepIndex + 1}`,
            steps: `${rollout.steps.length}`,
            name: words.step(step, gate),
          })}
          {detail !== undefined && (
            <span className={styles.detail}>{detail}</span>
          )}
        </span>
      )}
    </span>
  );
}
