import { useEffect, useRef, type RefObject } from 'react';

/**
 * TechDocs places its sidebars by the height of what is above the page, and measures that when it has shown the page and
 * when the window changes. What comes later, as this header does, has to say so.
 */
export function useRoomBelow<T extends Element>(): RefObject<T> {
  const ref = useRef<T>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element || typeof ResizeObserver === 'undefined') return undefined;
    const tell = () => window.dispatchEvent(new Event('resize'));
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    return () => {
      observer.disconnect();
      tell();
    };
  }, []);
  return ref;
}
