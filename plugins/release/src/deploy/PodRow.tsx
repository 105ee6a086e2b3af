import {
  HostileText,
  LinkMenu,
  RoleChip,
  StateSign,
  VersionMark,
  LinkButton,
} from '@pilothouse/pilothouse-react';
import type { LinkSubject } from '@pilothouse/plugin-links-common';
import { versionOf } from '@pilothouse/plugin-release-common';
import type { Pod } from '@pilothouse/plugin-release-common';
import { useOperations, useOperationWords } from '../operations';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { POD_KINDS, useWords } from '../words';
import { CopyButton } from './CopyButton';
import { oneLine } from './oneLine';
import { Age } from '../time';
import { tellsSilence } from './silence';
import styles from './table.module.css';

export interface PodRowProps {
  pod: Pod;
  gone: boolean;
  /** The cluster tells nothing: how the pod was is not how it is. */
  lost: boolean;
  letters: ReadonlyMap<string, string>;
  /** Whose pod it is. */
  subject: LinkSubject;
  /** Why the reader may not see logs. */
  logsForbidden: string | undefined;
  onLogs(previous: boolean, opener: HTMLElement): void;
}

/** One pod, and the way to its logs. */
export function PodRow(props: PodRowProps) {
  const { t } = useReleaseTranslation();
  const { pod, gone, lost, letters, logsForbidden, onLogs, subject } = props;
  const version = versionOf(pod.image);
  const hasPrevious = pod.containers.some(container => container.hasPrevious);
  return (
    <tr data-gone={gone}>
      <th scope="row" className={`${styles.mono} ${oneLine(pod.name)}`}>
        <span className={styles.withCopy}>
          <HostileText value={pod.name} />
          <CopyButton value={pod.name} label={t('pods.pod')} />
        </span>
      </th>
      <td className={styles.nowrap}>
        <RoleChip role={pod.role} />
      </td>
      <td title={pod.image.reference}>
        <VersionMark
          letter={letters.get(version) ?? '?'}
          version={version}
          size="small"
        />
      </td>
      <td className={styles.state}>
        {gone ? t('environments.gone') : <State pod={pod} lost={lost} />}
      </td>
      <td>{pod.restarts}</td>
      <td className={`${styles.small} ${styles.node}`}>
        <HostileText value={pod.node ?? '–'} />
      </td>
      <td className={`${styles.wideOnly} ${styles.mono}`}>
        <HostileText value={pod.ip ?? '–'} />
      </td>
      <td className={`${styles.small} ${styles.nowrap}`}>
        <Age at={pod.createdAt} />
      </td>
      <td className={styles.nowrap}>
        <LinkButton
          label={t('pods.openLogsOf', { pod: pod.name })}
          blocked={logsForbidden}
          onPress={opener => onLogs(false, opener)}
        >
          {t('pods.openLogs')}
        </LinkButton>
        {hasPrevious && (
          <>
            {' · '}
            <LinkButton
              label={t('pods.openPreviousOf', { pod: pod.name })}
              blocked={logsForbidden}
              onPress={opener => onLogs(true, opener)}
            >
              {t('pods.openPrevious')}
            </LinkButton>
          </>
        )}
        {' · '}
        <LinkMenu
          size="small"
          about={pod.name}
          subject={{ ...subject, role: pod.role, pod: pod.name }}
        />
        <DeletePod pod={pod} gone={gone} />
      </td>
    </tr>
  );
}

function DeletePod({ pod, gone }: { pod: Pod; gone: boolean }) {
  const { t } = useOperationWords();
  const operations = useOperations();
  if (!operations || gone) return null;
  return (
    <>
      {' · '}
      <LinkButton
        label={t('deletePodLabel', { pod: pod.name })}
        blocked={operations.blocked('delete-pod')}
        onPress={() =>
          operations.open({
            operation: 'delete-pod',
            role: pod.role,
            pod: pod.name,
          })
        }
      >
        {t('deletePod')}
      </LinkButton>
    </>
  );
}

function State({ pod, lost }: { pod: Pod; lost: boolean }) {
  const { t } = useReleaseTranslation();
  const words = useWords();
  const silent = lost || pod.reasons.some(tellsSilence);
  const state = silent ? 'unknown' : pod.state;
  const plain = silent || state === 'ready' || state === 'terminating';
  // The panel tells for how long, once for all pods.
  const reasons = pod.reasons.filter(reason => !tellsSilence(reason));
  const headline = plain ? undefined : reasons.at(0);
  const remark = reasons.at(headline ? 1 : 0);
  return (
    <span className={styles.stack}>
      <StateSign kind={POD_KINDS[state]}>
        <HostileText
          value={headline ? words.reason(headline) : t(`podState.${state}`)}
        />
      </StateSign>
      {remark && (
        <span className={styles.remark}>
          <HostileText value={words.reason(remark)} />
        </span>
      )}
    </span>
  );
}
