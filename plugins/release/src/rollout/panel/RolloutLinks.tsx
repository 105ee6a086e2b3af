import { useRouteRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { LinkList, LinkButton } from '@pilothouse/pilothouse-react';
import {
  parseWorkloadId,
  releaseWorkloadLogsPermission,
  rolloutAlert,
} from '@pilothouse/plugin-release-common';
import type { LinkSubject } from '@pilothouse/plugin-links-common';
import type { Pod, Rollout } from '@pilothouse/plugin-release-common';
import { Link } from 'react-router-dom';
import { usePods } from '../../deploy/queries';
import { workloadSubject } from '../../links/workloadSubject';
import { peekOf } from '../../logs';
import type { OpenLogs } from '../../logs';
import { changesRouteRef } from '../../pages/routes';
import { useReleaseTranslation } from '../../translation/useReleaseTranslation';
import { isActive } from '../model/pickRollout';
import { currentStep } from '../model/rolloutSign';
import { runbookLink } from '../model/runbookLink';
import { useRolloutWords } from '../words/useRolloutWords';
import styles from './RolloutLinks.module.css';

export interface RolloutLinksProps {
  rollout: Rollout;
  /** What the entity's annotation says. */
  runbook: string | undefined;
  onLogs: OpenLogs;
}

/** Where to look next: the logs of both sides, what was written, and what to do when it breaks. */
export function RolloutLinks(props: RolloutLinksProps) {
  const { t } = useRolloutWords();
  const { rollout, onLogs } = props;
  const changesPath = useRouteRef(changesRouteRef)?.() ?? '/deploy/changes';
  const alert = rolloutAlert(rollout);
  // In trouble the runbook for just that is wanted, beside that of the service.
  const runbook = runbookLink(props.runbook);
  const workloadId =
    currentStep(rollout)?.workloadId ?? rollout.targets.at(0)?.workloadId;
  return (
    <nav className={styles.links} aria-label={t('links.label')}>
      {isActive(rollout) && workloadId !== undefined && (
        <LogLinks rollout={rollout} workloadId={workloadId} onLogs={onLogs} />
      )}
      <Link
        className={styles.link}
        to={`${changesPath}?${new URLSearchParams({ rollout: rollout.id })}`}
      >
        {t('links.changes')}
      </Link>
      {workloadId !== undefined && (
        <LinkList
          subject={rolloutSubject(rollout, workloadId)}
          max={8}
          without={runbook && alert === undefined ? ['runbook'] : []}
        />
      )}
      {runbook?.isInside && (
        <Link className={styles.link} to={runbook.href}>
          {t('links.runbook')}
        </Link>
      )}
      {runbook && !runbook.isInside && (
        <a
          className={styles.link}
          href={runbook.href}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={t('evidence.external', { title: t('links.runbook') })}
        >
          {t('links.runbook')} ↗
        </a>
      )}
    </nav>
  );
}

function LogLinks(props: {
  rollout: Rollout;
  workloadId: string;
  onLogs: OpenLogs;
}) {
  const { t } = useRolloutWords();
  const { t: tRelease } = useReleaseTranslation();
  const { rollout, workloadId, onLogs } = props;
  const { entityRef, strategy } = rollout;
  const { loading, allowed } = usePermission({
    permission: releaseWorkloadLogsPermission,
    resourceRef: entityRef,
  });
  // Each side's pods come with trouble first: the first is the one to look at.
  const { data } = usePods({ entityRef, workloadId });
  const roles =
    strategy === 'canary'
      ? (['canary', 'release'] as const)
      : (['release'] as const);
  return (
    <>
      {roles.map(role => {
        const pod = data?.pods.find(it => it.role === role);
        return (
          <LinkButton
            key={role}
            label={t(`links.${role}Logs`)}
            blocked={blockedBy(pod)}
            onPress={opener => {
              if (pod)
                onLogs(
                  peekOf(pod, { workloadId, where: placeOf(workloadId) }),
                  opener,
                );
            }}
          >
            {t(`links.${role}Logs`)}
          </LinkButton>
        );
      })}
    </>
  );

  function blockedBy(pod: Pod | undefined): string | undefined {
    if (!loading && !allowed) return tRelease('pods.noLogs');
    return pod ? undefined : t('links.noPods');
  }
}

/** `prod-beijing · order` */
function placeOf(workloadId: string): string {
  const key = parseWorkloadId(workloadId);
  return key ? `${key.cluster} · ${key.namespace}` : workloadId;
}

/** The time of the present step, or of the whole rollout once it has ended: what failed is somewhere in it. */
function rolloutSubject(rollout: Rollout, workloadId: string): LinkSubject {
  const { id, entityRef, strategy, stepIndex, createdAt, endedAt } = rollout;
  const step = currentStep(rollout);
  return {
    ...workloadSubject({ entityRef, workloadId }),
    ...(strategy === 'canary' && { role: 'canary' }),
    rolloutId: id,
    step: stepIndex,
    alert: rolloutAlert(rollout),
    from: (isActive(rollout) && step?.enteredAt) || createdAt,
    ...(endedAt !== undefined && { to: endedAt }),
  };
}
