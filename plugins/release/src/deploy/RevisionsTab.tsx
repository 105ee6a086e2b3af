import {
  Chip,
  EmptyState,
  HostileText,
  RoleChip,
  VersionMark,
  LinkButton,
} from '@pilothouse/pilothouse-react';
import { versionOf } from '@pilothouse/plugin-release-common';
import type {
  Image,
  Revision,
  WorkloadRequest,
} from '@pilothouse/plugin-release-common';
import { useOperations, useOperationWords } from '../operations';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { CopyButton } from './CopyButton';
import { Detail } from './Detail';
import { useRevisions } from './queries';
import { Age } from '../time';
import styles from './table.module.css';

export interface RevisionsTabProps {
  request: WorkloadRequest;
  letters: ReadonlyMap<string, string>;
}

/** What ran before and can run again: the ReplicaSets of both Deployments, newest first. */
export function RevisionsTab(props: RevisionsTabProps) {
  const { t } = useReleaseTranslation();
  const revisions = useRevisions(props.request);
  return (
    <Detail query={revisions}>
      {list =>
        list.revisions.length === 0 ? (
          <EmptyState
            title={t('revisions.empty')}
            hint={t('revisions.emptyHint')}
          />
        ) : (
          <div className={styles.scroll}>
            <table
              className={styles.table}
              aria-label={t('workload.revisions')}
            >
              <thead>
                <tr>
                  <th scope="col">{t('revisions.number')}</th>
                  <th scope="col">{t('pods.role')}</th>
                  <th scope="col">{t('revisions.images')}</th>
                  <th scope="col">{t('revisions.cause')}</th>
                  <th scope="col">{t('revisions.age')}</th>
                  <th scope="col">{t('revisions.pods')}</th>
                </tr>
              </thead>
              <tbody>
                {list.revisions.map(revision => (
                  <RevisionRow
                    key={revision.uid}
                    revision={revision}
                    letters={props.letters}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Detail>
  );
}

function RevisionRow(props: {
  revision: Revision;
  letters: ReadonlyMap<string, string>;
}) {
  const { t } = useReleaseTranslation();
  const { revision, letters } = props;
  return (
    <tr>
      <th scope="row" className={styles.nowrap} title={revision.replicaSet}>
        <span className={styles.inline}>
          {revision.number}
          {revision.current && (
            <Chip tone="positive">{t('revisions.current')}</Chip>
          )}
        </span>
      </th>
      <td className={styles.nowrap}>
        <RoleChip role={revision.role} />
      </td>
      <td>
        <span className={styles.stack}>
          {revision.containers.map(container => (
            <span key={container.name} className={styles.withCopy}>
              <ImageVersion image={container.image} letters={letters} />
              {revision.containers.length > 1 && (
                <span
                  className={`${styles.remark} ${styles.ellipsis}`}
                  title={container.name}
                >
                  <HostileText value={container.name} />
                </span>
              )}
              <CopyButton
                value={container.image.reference}
                label={t('workload.image')}
              />
            </span>
          ))}
        </span>
      </td>
      <td>
        {revision.changeCause ? (
          <HostileText value={revision.changeCause} max={200} />
        ) : (
          t('revisions.noCause')
        )}
      </td>
      <td className={`${styles.small} ${styles.nowrap}`}>
        <Age at={revision.createdAt} />
      </td>
      <td className={styles.nowrap}>
        {revision.ready} / {revision.desired}
        <RollBackTo revision={revision} />
      </td>
    </tr>
  );
}

function RollBackTo({ revision }: { revision: Revision }) {
  const { t } = useOperationWords();
  const operations = useOperations();
  if (!operations || revision.current) return null;
  const { number, role } = revision;
  return (
    <>
      {' · '}
      <LinkButton
        label={t('rollbackToLabel', { revision: `${number}` })}
        blocked={operations.blocked('roll-back')}
        onPress={() =>
          operations.open({ operation: 'roll-back', role, revision: number })
        }
      >
        {t('rollbackTo')}
      </LinkButton>
    </>
  );
}

/** Versions that run somewhere have a letter; those of the past are told by their image alone. */
function ImageVersion(props: {
  image: Image;
  letters: ReadonlyMap<string, string>;
}) {
  const { image, letters } = props;
  const version = versionOf(image);
  const letter = letters.get(version);
  return (
    <span className={styles.inline}>
      {letter && <VersionMark letter={letter} version={version} size="small" />}
      <code className={letter ? styles.remark : styles.mono}>
        <HostileText value={letter ? image.repository : image.reference} />
      </code>
    </span>
  );
}
