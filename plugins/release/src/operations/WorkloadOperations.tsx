import type {
  OperationName,
  StageList,
  Workload,
} from '@pilothouse/plugin-release-common';
import { createContext, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { stageActionOf } from './model/stageActionOf';
import type { OperationDraft } from './model/OperationDraft';
import { OperationDialog } from './OperationDialog';
import { useOperationWords } from './useOperationWords';

/** What can be done with the workload whose details are shown. */
export interface Operations {
  workload: Workload;
  open(draft: OperationDraft): void;
  /** Why the reader cannot do something now; `undefined` where nothing is against it. Hostile text. */
  blocked(operation: OperationName): string | undefined;
}

const OperationsContext = createContext<Operations | undefined>(undefined);

export interface WorkloadOperationsProps {
  entityRef: string;
  workload: Workload;
  /** Missing until it is known; then nothing is offered. */
  stages: StageList | undefined;
  children: ReactNode;
}

/** Lets everything inside open the dialog of an operation on a workload. */
export function WorkloadOperations(props: WorkloadOperationsProps) {
  const { t, why } = useOperationWords();
  const { entityRef, workload, stages, children } = props;
  const [draft, setDraft] = useState<OperationDraft>();
  const operations = useMemo<Operations | undefined>(
    () =>
      stages && {
        workload,
        open: setDraft,
        blocked: operation => {
          const { availability } = stageActionOf(stages, workload, operation);
          if (availability.allowed) return undefined;
          return availability.why
            ? why(availability.why)
            : t('blocked.unknown');
        },
      },
    [stages, workload, t, why],
  );
  return (
    <OperationsContext.Provider value={operations}>
      {children}
      {stages && draft && (
        <OperationDialog
          entityRef={entityRef}
          workload={workload}
          stages={stages}
          begin={draft}
          onClose={() => setDraft(undefined)}
        />
      )}
    </OperationsContext.Provider>
  );
}

/** What can be done with the workload around; `undefined` where that is not known, or nothing can. */
export function useOperations(): Operations | undefined {
  return useContext(OperationsContext);
}
