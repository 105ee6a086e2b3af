import {
  Chip,
  HostileText,
  RoleChip,
  StateSign,
} from '@pilothouse/pilothouse-react';
import type {
  Message,
  Role,
  Side,
  Workload,
} from '@pilothouse/plugin-release-common';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { reasonKind, useWords } from '../words';
import { CopyButton } from './CopyButton';
import { tellsSilence } from './silence';
import styles from './WorkloadFacts.module.css';

/** What a workload is made of, image by image, and everything that is told about its state. */
export function WorkloadFacts({ workload }: { workload: Workload }) {
  const { release, canary, reasons } = workload;
  const told = reasons.filter(reason => !tellsSilence(reason));
  return (
    <div className={styles.facts}>
      {release && <SideFacts of="release" side={release} />}
      {canary && canary.desired + canary.ready > 0 && (
        <SideFacts of="canary" side={canary} />
      )}
      {told.map(reason => (
        <Reason
          key={`${reason.code} ${JSON.stringify(reason.params)}`}
          reason={reason}
        />
      ))}
    </div>
  );
}

function SideFacts({ of, side }: { of: Role; side: Side }) {
  const { t } = useReleaseTranslation();
  return (
    <div className={styles.line}>
      <RoleChip role={of} />
      {side.containers.map(container => (
        <span key={container.name} className={styles.image}>
          {side.containers.length > 1 && (
            <span className={styles.dim}>
              <HostileText value={container.name} />
            </span>
          )}
          <code>
            <HostileText value={container.image.reference} />
          </code>
          <CopyButton
            value={container.image.reference}
            label={t('workload.image')}
          />
        </span>
      ))}
      {side.updated < side.desired && (
        <span className={styles.dim}>
          {t('workload.updated', {
            updated: `${side.updated}`,
            desired: `${side.desired}`,
          })}
        </span>
      )}
      {side.paused && <Chip tone="warning">{t('reason.paused')}</Chip>}
    </div>
  );
}

function Reason({ reason }: { reason: Message }) {
  const words = useWords();
  const subject = words.subject(reason);
  return (
    <div className={styles.line}>
      <StateSign kind={reasonKind(reason.code)}>
        <HostileText value={words.reason(reason)} />
      </StateSign>
      {subject && (
        <span className={styles.subject}>
          <HostileText value={subject} max={400} />
        </span>
      )}
    </div>
  );
}
