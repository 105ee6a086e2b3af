import { Select } from '@backstage/ui';
import {
  ErrorState,
  formatAbsolute,
  LoadingState,
} from '@pilothouse/pilothouse-react';
import { parseWorkloadId, versionOf } from '@pilothouse/plugin-release-common';
import type {
  Revision,
  Role,
  WorkloadRequest,
} from '@pilothouse/plugin-release-common';
import { useRevisions } from '../deploy/queries';
import { useRolloutWords } from '../rollout';
import { useOperationWords } from './useOperationWords';

export interface RevisionFieldProps {
  request: WorkloadRequest;
  role: Role;
  value: number | undefined;
  onChange(revision: number): void;
}

/** Asks which revision to go back to: what ran before and is still there. */
export function RevisionField(props: RevisionFieldProps) {
  const { t } = useOperationWords();
  const { locale } = useRolloutWords();
  const { request, role, value, onChange } = props;
  const { data, error, refetch } = useRevisions(request);
  if (!data) {
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <LoadingState rows={1} />
    );
  }
  const revisions = data.revisions.filter(
    revision => revision.role === role && !revision.current,
  );
  if (revisions.length === 0) return <p>{t('field.noRevision')}</p>;
  return (
    <Select
      label={t('field.revision')}
      placeholder={t('field.chooseRevision')}
      options={revisions.map(revision => ({
        value: `${revision.number}`,
        label: labelOf(revision),
      }))}
      selectedKey={value === undefined ? null : `${value}`}
      onSelectionChange={key => onChange(Number(key))}
    />
  );

  function labelOf({ number, containers, createdAt }: Revision): string {
    const name = parseWorkloadId(request.workloadId)?.name;
    const main =
      containers.find(container => container.name === name) ?? containers.at(0);
    const at = Date.parse(createdAt);
    return [
      `${number}`,
      main && versionOf(main.image).slice(0, 64),
      !Number.isNaN(at) && formatAbsolute(at, locale),
    ]
      .filter(Boolean)
      .join(' · ');
  }
}
