import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import type { PlanDiff } from '@pilothouse/plugin-release-common';
import { RoleChip, HostileText } from '@pilothouse/pilothouse-react';
import { useMemo, useState } from 'react';
import { diffTexts } from '../model/diffRows';
import { useRolloutWords } from '../words/useRolloutWords';
import { placeOf } from '../words/values';
import { DiffTable } from './DiffTable';
import styles from './StartDialog.module.css';
import { useDiffView } from './useDiffView';
import type { DiffView } from './useDiffView';

/** Every Deployment that will be written, before and after; one is open at a time. */
export function PlanDiffs({ diffs }: { diffs: readonly PlanDiff[] }) {
  const { t } = useRolloutWords();
  const [open, setOpen] = useState(0);
  const [view, setView] = useDiffView();
  if (diffs.length === 0) return null;
  return (
    <section aria-label={t('start.diffs')}>
      <div className={styles.diffTools}>
        <h3>{t('start.diffs')}</h3>
        <ToggleButtonGroup
          aria-label={t('start.diffView')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[view]}
          onSelectionChange={keys =>
            setView(keys.has('split') ? 'split' : 'unified')
          }
        >
          <ToggleButton id="unified">{t('start.diffUnified')}</ToggleButton>
          <ToggleButton id="split">{t('start.diffSplit')}</ToggleButton>
        </ToggleButtonGroup>
      </div>
      {diffs.map((diff, index) => (
        <Diff
          key={`${diff.workloadId} ${diff.role}`}
          diff={diff}
          view={view}
          isOpen={index === open}
          onToggle={() => setOpen(index === open ? -1 : index)}
        />
      ))}
    </section>
  );
}

function Diff(props: {
  diff: PlanDiff;
  view: DiffView;
  isOpen: boolean;
  onToggle(): void;
}) {
  const { t } = useRolloutWords();
  const { diff, view, isOpen, onToggle } = props;
  const { before, after } = diff;
  const result = useMemo(() => diffTexts(before, after), [before, after]);
  const label = t('start.diffLabel', {
    deployment: diff.deployment,
    cluster: placeOf(diff.workloadId),
  });
  return (
    <div className={styles.diff}>
      <button
        type="button"
        className={styles.diffHead}
        aria-expanded={isOpen}
        aria-label={label}
        onClick={onToggle}
      >
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
        <b>{placeOf(diff.workloadId)}</b>
        <RoleChip role={diff.role} />
        <HostileText value={diff.deployment} max={80} />
        <span className={styles.dim}>
          {result.added + result.removed === 0
            ? t('start.diffNone')
            : t('start.diffSummary', {
                added: `${result.added}`,
                removed: `${result.removed}`,
              })}
        </span>
      </button>
      {isOpen && result.gaveUp && (
        <p className={styles.dim}>{t('start.diffTooBig')}</p>
      )}
      {isOpen && <DiffTable diff={result} label={label} view={view} />}
    </div>
  );
}
