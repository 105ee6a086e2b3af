import { useEffect, useState } from 'react';

const ATTRIBUTES = ['data-theme-mode', 'data-theme-name'];

/** Counts up when the theme changes: what is drawn on a canvas has to be drawn again then. */
export function useThemeChanges(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const observer = new MutationObserver(() => setChanges(count => count + 1));
    for (const element of [document.documentElement, document.body]) {
      observer.observe(element, { attributeFilter: ATTRIBUTES });
    }
    return () => observer.disconnect();
  }, []);
  return changes;
}
