import { HostileText } from '@pilothouse/pilothouse-react';
import type { Rollout, RolloutAction } from '@pilothouse/plugin-release-common';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { BlockableButton } from '../../dialog/BlockableButton';
import { useRolloutWords } from '../words/useRolloutWords';
import type { RolloutWords } from '../words/useRolloutWords';
import styles from './RolloutPanel.module.css';

export interface ActionBarProps {
  rollout: Rollout;
  /** The reader may act in a freeze, with a reason. */
  mayOverride: boolean;
  onAct(action: RolloutAction): void;
  /** Stand at the end. */
  links: ReactNode;
}

/** Promote, Pause, Abort: always in this order, at the same place. What is blocked stays, and why stands beside. */
export function ActionBar(props: ActionBarProps) {
  const words = useRolloutWords();
  const { t } = words;
  const { rollout, onAct } = props;
  const id = useId();
  // One place for both: the one is possible exactly when the other is not.
  const pause = rollout.state === 'paused' ? 'resume' : 'pause';
  const actions = (['promote', pause, 'abort'] as const).map(action => ({
    action,
    blocked: blockedBy(props, action, words),
  }));
  const reasons = sayOnce([
    ...actions.map(({ blocked }) => blocked),
    // At the gate it stands beside the button that approves.
    rollout.gateReason && rollout.state === 'running' && !rollout.approval
      ? words.gateReason(rollout.gateReason)
      : undefined,
  ]);
  return (
    <div className={styles.bar}>
      <div
        className={styles.actions}
        role="group"
        aria-label={t('action.label')}
      >
        {actions.map(({ action, blocked }) => (
          <BlockableButton
            key={action === 'resume' ? 'pause' : action}
            variant={action === 'promote' ? 'primary' : 'secondary'}
            destructive={action === 'abort'}
            blocked={blocked}
            describedBy={id}
            onPress={() => onAct(action)}
          >
            {t(`action.${action}`)}
          </BlockableButton>
        ))}
        <p id={id} className={styles.why}>
          {reasons.map(reason => (
            <span key={reason}>
              <HostileText value={reason} />
            </span>
          ))}
        </p>
      </div>
      {props.links}
    </div>
  );
}

/** Why an action is not possible, in words; an emergency in a freeze is, for those who may. */
function blockedBy(
  { rollout, mayOverride }: ActionBarProps,
  action: RolloutAction,
  { t, why }: RolloutWords,
): string | undefined {
  const { allowed, why: reason } = rollout.actions[action];
  if (allowed || (reason?.code === 'frozen' && mayOverride)) return undefined;
  const said = reason ? why(reason) : '';
  // These say themselves what they are about.
  const bare = [
    'ended',
    'on-its-way',
    'no-permission',
    'opens-after-bake',
    'waits-for-approval',
  ];
  return reason && bare.includes(reason.code)
    ? said
    : t('action.blocked', { action: t(`action.${action}`), why: said });
}

function sayOnce(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts)].filter(text => text !== undefined);
}
