/** Lines whose field has one of these values, or none of them; or whose field matches as a whole. */
export type DiscoverFilter =
  | { field: string; values: readonly string[]; negate?: boolean }
  | { field: string; regexp: string };

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
