import { formatAbsolute, HostileText } from '@pilothouse/pilothouse-react';
import type {
  Drift,
  Rollout,
  RolloutAction,
} from '@pilothouse/plugin-release-common';
import { useId } from 'react';
import { Age, Ago } from '../../time';
import { BlockableButton } from '../../dialog/BlockableButton';
import { isActive } from '../model/pickRollout';
import { personName } from '../words/personName';
import { useRolloutWords } from '../words/useRolloutWords';
import { Notice } from './Notice';
import { gateOf } from './outlook';

export interface NoticesProps {
  rollout: Rollout;
  onAct(action: RolloutAction): void;
}

/** What keeps a rollout from going on, or ended it, and what a person can do. */
export function Notices(props: NoticesProps) {
  return (
    <>
      <StuckNotice {...props} />
      <DriftNotice {...props} />
      <HoldNotice {...props} />
      <PauseNotice {...props} />
      <GateNotice {...props} />
      <CauseNotice {...props} />
    </>
  );
}

function StuckNotice({ rollout }: NoticesProps) {
  const { t, stuck } = useRolloutWords();
  if (!rollout.stuck) return null;
  const { what, remedy } = stuck(rollout.stuck);
  return (
    <Notice
      kind="attention"
      title={t('notice.stuck', {
        duration: <Age at={rollout.stuck.since} />,
        what: <HostileText value={what} max={400} />,
      })}
    >
      {remedy}
    </Notice>
  );
}

function DriftNotice({ rollout, onAct }: NoticesProps) {
  const { t, drift } = useRolloutWords();
  if (rollout.drift.length === 0) return null;
  return (
    <Notice
      kind="attention"
      title={t('notice.drift')}
      actions={
        <>
          <ActionButton action="adopt" rollout={rollout} onAct={onAct} />
          <ActionButton action="override" rollout={rollout} onAct={onAct} />
        </>
      }
    >
      {rollout.drift.map(found => (
        <p
          key={[
            found.workloadId,
            found.role,
            found.field,
            found.manager ?? '',
          ].join(' ')}
        >
          <HostileText value={drift(found)} max={400} />
          {' · '}
          <Who drift={found} />
        </p>
      ))}
      {isChoice(rollout) && <p>{t('notice.driftChoice')}</p>}
    </Notice>
  );
}

function Who({ drift }: { drift: Drift }) {
  const { t } = useRolloutWords();
  const { manager, at } = drift;
  if (manager === undefined) return t('notice.driftNobody');
  const who = { manager: <HostileText value={manager} max={80} /> };
  return at === undefined
    ? t('notice.driftBy', who)
    : t('notice.driftWho', { ...who, ago: <Ago at={at} /> });
}

/** Where only one is possible, why stands beside the button of the other. */
function isChoice({ drift }: Rollout): boolean {
  return (
    drift.every(({ adoptable }) => adoptable) &&
    drift.some(({ overridable }) => overridable !== false)
  );
}

function HoldNotice({ rollout }: NoticesProps) {
  const { t, locale } = useRolloutWords();
  const { hold } = rollout;
  if (!hold) return null;
  const { reason } = hold.freeze;
  const to = Date.parse(hold.to ?? '');
  return (
    <Notice
      kind="attention"
      title={
        <HostileText
          value={
            Number.isNaN(to)
              ? t('notice.holdOpen', { reason })
              : t('notice.hold', { reason, to: formatAbsolute(to, locale) })
          }
          max={400}
        />
      }
    />
  );
}

function PauseNotice({ rollout }: NoticesProps) {
  const { t } = useRolloutWords();
  const { pause } = rollout;
  if (!isActive(rollout) || pause?.by === undefined) return null;
  return (
    <Notice
      kind="stopped"
      title={t('notice.pausedBy', { by: personName(pause.by) })}
    >
      <Said reason={pause.reason} /> <Ago at={pause.at} />
    </Notice>
  );
}

function GateNotice({ rollout, onAct }: NoticesProps) {
  const { t, gateReason } = useRolloutWords();
  if (!isActive(rollout) || gateOf(rollout) !== 'approval') return null;
  if (rollout.approval) {
    return (
      <Notice
        kind="healthy"
        title={t('notice.approvedBy', { by: personName(rollout.approval.by) })}
      >
        <Ago at={rollout.approval.at} />
      </Notice>
    );
  }
  // Why it will be asked stands beside the button until then.
  if (rollout.state !== 'waiting-for-person') return null;
  const why = rollout.gateReason && gateReason(rollout.gateReason);
  return (
    <Notice
      kind="attention"
      title={t('notice.gate')}
      actions={
        <ActionButton action="approve" rollout={rollout} onAct={onAct} />
      }
    >
      {why !== undefined && <HostileText value={why} />}
    </Notice>
  );
}

function CauseNotice({ rollout }: NoticesProps) {
  const { t, cause } = useRolloutWords();
  if (!rollout.cause) return null;
  const isPerson = rollout.cause.by !== undefined;
  return (
    <Notice
      kind={isPerson ? 'stopped' : 'failed'}
      title={
        <HostileText
          value={`${
            isActive(rollout) ? t('notice.causeNow') : t('notice.cause')
          }: ${cause({
            ...rollout.cause,
            params: {
              ...rollout.cause.params,
              ...(rollout.cause.by !== undefined && { by: rollout.cause.by }),
            },
          })}`}
          max={400}
        />
      }
    >
      {rollout.cause.reason !== undefined && (
        <Said reason={rollout.cause.reason} />
      )}
    </Notice>
  );
}

function Said({ reason }: { reason: string | undefined }) {
  const { t } = useRolloutWords();
  if (!reason) return null;
  return <HostileText value={t('notice.reason', { reason })} max={300} />;
}

function ActionButton(props: NoticesProps & { action: RolloutAction }) {
  const { t, why } = useRolloutWords();
  const { action, rollout, onAct } = props;
  const id = useId();
  const { allowed, why: reason } = rollout.actions[action];
  const blocked = allowed ? undefined : reason && why(reason);
  return (
    <span>
      <BlockableButton
        variant={action === 'approve' ? 'primary' : 'secondary'}
        blocked={allowed ? undefined : blocked ?? ''}
        describedBy={id}
        onPress={() => onAct(action)}
      >
        {`${t(`action.${action}`)}…`}
      </BlockableButton>
      {blocked !== undefined && (
        <small id={id}>
          {' '}
          <HostileText value={blocked} />
        </small>
      )}
    </span>
  );
}
