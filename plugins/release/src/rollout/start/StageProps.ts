import type { Stage, WorkloadList } from '@pilothouse/plugin-release-common';
import type { Draft } from './draft';

/** What each stage of the dialog gets. */
export interface StageProps {
  draft: Draft;
  /** The environment that is chosen. */
  stage: Stage;
  list: WorkloadList;
  onChange(part: Partial<Draft>): void;
}
