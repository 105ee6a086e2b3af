import { Cell, Row } from '@backstage/ui';
import {
  EmptyState,
  HostileText,
  StateSign,
  VersionMark,
} from '@pilothouse/pilothouse-react';
import type { StateKind } from '@pilothouse/pilothouse-react';
import { versionOf } from '@pilothouse/plugin-release-common';
import type {
  ImageList,
  ImageTag,
  WorkloadList,
} from '@pilothouse/plugin-release-common';
import tableStyles from '../../deploy/table.module.css';
import { ChoiceTable } from '../../table/ChoiceTable';
import { Ago } from '../../time';
import { useRolloutWords } from '../words/useRolloutWords';
import styles from './StartDialog.module.css';

/** More rows than these nobody reads: one searches. */
const MOST_ROWS = 100;
const MIB = 1_048_576;

export interface ImageTableProps {
  images: ImageList;
  /** Part of a tag. */
  search: string;
  letters: ReadonlyMap<string, string>;
  list: WorkloadList;
  selected: string;
  onSelect(version: string): void;
}

/** The images to choose from, the newest first, and where they run already. */
export function ImageTable(props: ImageTableProps) {
  const { t, locale } = useRolloutWords();
  const { images, search, letters, list, selected, onSelect } = props;
  const needle = search.toLocaleLowerCase('en-US');
  const matching = images.tags.filter(({ tag }) =>
    tag.toLocaleLowerCase('en-US').includes(needle),
  );
  const shown = matching.slice(0, MOST_ROWS);
  const hasReplication = images.tags.some(({ replication }) => replication);
  if (shown.length === 0) return <EmptyState title={t('start.noMatch')} />;
  return (
    <div className={styles.images}>
      <ChoiceTable
        label={t('start.imagesLabel')}
        columns={[
          { title: t('start.tag'), isRowHeader: true },
          { title: t('start.runs') },
          { title: t('start.pushed') },
          { title: t('start.size') },
          { title: t('start.platforms') },
          ...(hasReplication ? [{ title: t('start.replication') }] : []),
        ]}
        selected={selected || undefined}
        onSelect={onSelect}
      >
        {shown.map(image => (
          <Row
            key={image.tag}
            id={image.tag}
            textValue={image.tag}
            className={tableStyles.workload}
          >
            <Cell>
              <VersionMark
                letter={letters.get(image.tag)}
                version={image.tag}
              />
            </Cell>
            <Cell className={tableStyles.small}>
              {runsIn(list, image.tag).join(', ') || (
                <span className={tableStyles.dim}>–</span>
              )}
            </Cell>
            <Cell className={tableStyles.nowrap}>
              {image.pushedAt === undefined ? '–' : <Ago at={image.pushedAt} />}
            </Cell>
            <Cell className={tableStyles.nowrap}>
              {image.sizeBytes === undefined
                ? '–'
                : new Intl.NumberFormat(locale, {
                    maximumFractionDigits: 0,
                  }).format(image.sizeBytes / MIB)}
              {image.sizeBytes !== undefined && ' MiB'}
            </Cell>
            <Cell className={tableStyles.small}>
              <HostileText value={image.platforms.join(', ')} max={80} />
            </Cell>
            {hasReplication && (
              <Cell>
                <Replication state={image.replication} />
              </Cell>
            )}
          </Row>
        ))}
      </ChoiceTable>
      {matching.length > shown.length && (
        <p className={styles.dim}>
          {t('start.moreTags', { number: `${matching.length - shown.length}` })}
        </p>
      )}
    </div>
  );
}

const REPLICATION_KINDS: Record<ImageTag['replication'] & {}, StateKind> = {
  done: 'healthy',
  running: 'moving',
  failed: 'failed',
};

function Replication({ state }: { state: ImageTag['replication'] }) {
  const { t } = useRolloutWords();
  if (!state) return <>–</>;
  const words = {
    done: t('start.replicationDone'),
    running: t('start.replicationRunning'),
    failed: t('start.replicationFailed'),
  };
  return <StateSign kind={REPLICATION_KINDS[state]}>{words[state]}</StateSign>;
}

/** The environments whose release runs a version. */
function runsIn({ workloads }: WorkloadList, version: string): string[] {
  return [
    ...new Set(
      workloads
        .filter(
          ({ release }) => release && versionOf(release.image) === version,
        )
        .map(({ target }) => target.environment),
    ),
  ];
}
