import { useApi } from '@backstage/core-plugin-api';
import { Alert, Button, SearchField, Select } from '@backstage/ui';
import {
  EmptyState,
  ErrorState,
  HostileText,
  LoadingState,
  VersionMark,
} from '@pilothouse/pilothouse-react';
import type { ImageList, Stage } from '@pilothouse/plugin-release-common';
import { versionLetters } from '@pilothouse/plugin-release-common';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { rolloutApiRef } from '../../api';
import { useRolloutWords } from '../words/useRolloutWords';
import { ImageTable } from './ImageTable';
import type { StageProps } from './StageProps';
import styles from './StartDialog.module.css';

/** A tag, or a tag with a digest, as registries take them. */
const VERSION = /^\w[\w.-]{0,127}(@sha256:[0-9a-f]{64})?$/;

export interface ImageStageProps extends StageProps {
  stages: readonly Stage[];
  onEnvironment(environment: string): void;
}

/** Where, and which image: of those that the registry has, or any other tag that somebody types. */
export function ImageStage(props: ImageStageProps) {
  const words = useRolloutWords();
  const { t } = words;
  const { draft, stage, stages, list, onChange, onEnvironment } = props;
  const [search, setSearch] = useState('');
  const images = useImages(props);
  const letters = useMemo(() => versionLetters(list), [list]);
  const typed = search.normalize('NFKC').trim();
  const listed = images.data?.tags.some(({ tag }) => tag === typed) ?? false;
  return (
    <div className={styles.stage}>
      <div className={styles.row}>
        <Select
          label={t('start.environment')}
          value={draft.environment}
          options={stages.map(({ environment, protected: isProtected }) => ({
            id: environment,
            label: isProtected
              ? t('start.protected', { name: environment })
              : environment,
          }))}
          onChange={value => onEnvironment(String(value))}
        />
        {stage.workloads.length > 1 && (
          <Select
            label={t('start.workload')}
            value={draft.name}
            options={stage.workloads.map(name => ({ id: name, label: name }))}
            onChange={value => onChange({ name: String(value), version: '' })}
          />
        )}
        <div className={styles.grow}>
          <SearchField
            label={t('start.search')}
            placeholder={t('start.searchPlaceholder')}
            value={search}
            onChange={setSearch}
          />
        </div>
      </div>
      <p className={styles.chosen} aria-live="polite">
        {t('start.chosen')}
        {draft.version ? (
          <VersionMark
            letter={letters.get(draft.version)}
            version={draft.version}
          />
        ) : (
          <span className={styles.dim}>{t('start.nothingChosen')}</span>
        )}
        {VERSION.test(typed) && !listed && typed !== draft.version && (
          <Button
            variant="secondary"
            onPress={() => onChange({ version: typed })}
          >
            {t('start.take', { version: typed })}
          </Button>
        )}
      </p>
      {images.data?.problems.map(problem => (
        <Alert
          key={problem.code}
          status="warning"
          icon
          title={<HostileText value={words.imageProblem(problem)} max={300} />}
        />
      ))}
      {renderTags()}
    </div>
  );

  function renderTags() {
    const { data, error, refetch } = images;
    if (!data) {
      return error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingState rows={6} />
      );
    }
    if (data.tags.length === 0) {
      return <EmptyState title={t('start.noTags')} />;
    }
    return (
      <ImageTable
        images={data}
        search={typed}
        letters={letters}
        list={list}
        selected={draft.version}
        onSelect={version => onChange({ version })}
      />
    );
  }
}

/** The tags of the repository of a workload: as it was when the dialog was opened, or somebody asks again. */
function useImages({ draft, list }: StageProps) {
  const api = useApi(rolloutApiRef);
  const workload = list.workloads.find(
    ({ target, name }) =>
      target.environment === draft.environment && name === draft.name,
  );
  const workloadId = workload?.id ?? '';
  const { entityRef } = list;
  return useQuery<ImageList, Error>({
    queryKey: ['release', 'images', entityRef, workloadId],
    queryFn: ({ signal }) =>
      api.listImages({ entityRef, workloadId }, { signal }),
    enabled: workload !== undefined,
    staleTime: 30_000,
  });
}
