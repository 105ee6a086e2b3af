/** A field that matches as a whole, or has a phrase in its text; one that is kept whole has to be that phrase. */
export type DiscoverClause =
  | { field: string; regexp: string }
  | { field: string; phrase: string };

/** Lines whose field has one of these values, or none of them; or of which one of the clauses holds. */
export type DiscoverFilter =
  | { field: string; values: readonly string[]; negate?: boolean }
  | { anyOf: readonly DiscoverClause[] };

/** What Discover shows. */
export interface DiscoverView {
  filters: readonly DiscoverFilter[];
  /** As a person writes it in the portal, too. */
  text?: string;
  /** ISO 8601, or relative: `now-15m`. */
  from: string;
  /** ISO 8601, or `now`. */
  to: string;
  columns: readonly string[];
  sort: 'asc' | 'desc';
  /** New lines are fetched; the view ends now. */
  live?: boolean;
}
