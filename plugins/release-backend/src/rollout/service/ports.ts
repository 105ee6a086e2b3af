import type {
  EvidenceReport,
  FreezeMoment,
} from '@pilothouse/plugin-release-common';
import type { NewChange, Settlement } from '../../ledger/entries';

/** Where what people do is noted. */
export interface CommandLedger {
  begin(change: NewChange): Promise<string>;
  settle(id: string, settlement: Settlement): Promise<void>;
}

/** Whoever carries rollouts out in this process. */
export interface RolloutCrew {
  /** There is something new to do. */
  wake(): void;
  /** What was measured last; missing where another replica runs it. */
  evidenceOf(rolloutId: string): readonly EvidenceReport[] | undefined;
}

/** Which freeze holds now, beside those of the ids that are overridden. */
export interface FreezeLookup {
  activeFor(
    stage: { environment: string; system?: string },
    overridden?: readonly string[],
  ): Promise<FreezeMoment | undefined>;
}
