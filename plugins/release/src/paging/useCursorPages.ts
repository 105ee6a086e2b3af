import { useState } from 'react';

export interface CursorPages {
  /** Of the page that is shown; missing on the first. */
  cursor: string | undefined;
  /** Counted from 1. */
  number: number;
  /** Leads to the page before; missing on the first. */
  newer?: () => void;
  /** @param cursor - of the answer that is shown */
  older(cursor: string): void;
}

/**
 * The way through a list whose pages are known one by one.
 *
 * @param subject - what is listed; another subject begins at its first page
 */
export function useCursorPages(subject: string): CursorPages {
  const [way, setWay] = useState<{ subject: string; cursors: string[] }>({
    subject,
    cursors: [],
  });
  const cursors = way.subject === subject ? way.cursors : [];
  const go = (next: string[]) => setWay({ subject, cursors: next });
  return {
    cursor: cursors.at(-1),
    number: cursors.length + 1,
    ...(cursors.length > 0 && { newer: () => go(cursors.slice(0, -1)) }),
    older: cursor => go([...cursors, cursor]),
  };
}
