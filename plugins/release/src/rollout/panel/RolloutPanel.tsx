import { Button } from '@backstage/ui';
import { ErrorState, LoadingState, Panel } from '@pilothouse/pilothouse-react';
import type {
  Rollout,
  RolloutAction,
  RolloutSummary,
  WorkloadList,
} from '@pilothouse/plugin-release-common';
import { useState } from 'react';
import type { OpenLogs } from '../../logs';
import { Ago, ServerClock } from '../../time';
import { ActionDialog } from '../confirm/ActionDialog';
import { isActive } from '../model/pickRollout';
import { useRollout } from '../queries';
import { StepRail } from '../rail/StepRail';
import { RolloutStateSign } from '../RolloutStateSign';
import { useRolloutWords } from '../words/useRolloutWords';
import { ActionBar } from './ActionBar';
import { EvidenceCard } from './EvidenceCard';
import { History } from './History';
import { Notices } from './Notices';
import { gateOf } from './outlook';
import { OutlookList } from './OutlookList';
import { RolloutLinks } from './RolloutLinks';
import { RolloutFacts, RolloutTitle, TargetChips } from './RolloutHead';
import styles from './RolloutPanel.module.css';

export interface RolloutPanelProps {
  /** As the list has it: shown until the whole is there. */
  summary: RolloutSummary;
  list: WorkloadList;
  /** Who is told, and approves. */
  owner?: string;
  /** The reader may act in a freeze, with a reason. */
  mayOverride: boolean;
  /** Where the entity says that its runbook is. */
  runbook?: string;
  onLogs: OpenLogs;
}

/** One rollout: where it is, what comes next, what was measured, what a person can do. One that has ended is folded. */
export function RolloutPanel(props: RolloutPanelProps) {
  const { t } = useRolloutWords();
  const { summary, list } = props;
  const query = useRollout(summary.entityRef, summary.id);
  const rollout = query.data;
  const shown = rollout ?? summary;
  const hasEnded = !isActive(shown);
  // Whoever watches it to its end keeps seeing it.
  const [isOpen, setOpen] = useState(!hasEnded);
  return (
    <ServerClock now={rollout?.now} receivedAt={query.live.updatedAt}>
      <Panel
        title={<RolloutTitle rollout={shown} list={list} />}
        chips={
          <>
            <span role="status">
              <RolloutStateSign rollout={shown} />
            </span>
            {shown.endedAt !== undefined && (
              <span className={styles.dim}>
                {t('panel.endedAgo', { ago: <Ago at={shown.endedAt} /> })}
              </span>
            )}
            <RolloutFacts rollout={shown} />
          </>
        }
        actions={
          <>
            <TargetChips rollout={shown} />
            {hasEnded && (
              <Button
                variant="tertiary"
                aria-expanded={isOpen}
                onPress={() => setOpen(!isOpen)}
              >
                {isOpen ? t('panel.hide') : t('panel.show')}
              </Button>
            )}
          </>
        }
      >
        {isOpen && rollout && <Body {...props} rollout={rollout} />}
        {isOpen &&
          !rollout &&
          (query.error ? (
            <ErrorState error={query.error} onRetry={query.refetch} />
          ) : (
            <LoadingState rows={4} />
          ))}
      </Panel>
    </ServerClock>
  );
}

function Body(props: RolloutPanelProps & { rollout: Rollout }) {
  const { t } = useRolloutWords();
  const { rollout, list, owner, mayOverride } = props;
  const [action, setAction] = useState<RolloutAction>();
  const active = isActive(rollout);
  const links = (
    <RolloutLinks
      rollout={rollout}
      runbook={props.runbook}
      onLogs={props.onLogs}
    />
  );
  const evidence = rollout.cause?.evidence.length
    ? rollout.cause.evidence
    : rollout.evidence;
  return (
    <>
      <Notices rollout={rollout} onAct={setAction} />
      <StepRail rollout={rollout} gate={gateOf(rollout)} approvers={owner} />
      <div className={styles.columns}>
        {active && <OutlookList rollout={rollout} list={list} owner={owner} />}
        {(active || evidence.length > 0) && (
          <div className={styles.evidence}>
            <h3>{active ? t('evidence.title') : t('evidence.atEnd')}</h3>
            <EvidenceCard
              title={active ? t('evidence.title') : t('evidence.atEnd')}
              reports={evidence}
            />
          </div>
        )}
      </div>
      {active && (
        <ActionBar
          rollout={rollout}
          mayOverride={mayOverride}
          onAct={setAction}
          links={links}
        />
      )}
      {!active && <div className={styles.bar}>{links}</div>}
      <History lines={rollout.history} omitted={rollout.historyOmitted} />
      {action && (
        <ActionDialog
          key={action}
          rollout={rollout}
          action={action}
          onClose={() => setAction(undefined)}
        />
      )}
    </>
  );
}
