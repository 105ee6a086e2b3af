import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Nearer to the end than this is at the end. */
const END_TOLERANCE = 24;

export interface FollowedEndOptions {
  scroller: RefObject<HTMLElement>;
  /** The last line is kept in sight. */
  following: boolean;
  /** What changes whenever there is more to scroll: heights of wrapped lines are known only when they are drawn. */
  contents: readonly unknown[];
  /** The reader has scrolled away from the end. */
  onLeaveEnd(): void;
  /** The reader has scrolled to the end. */
  onReachEnd(): void;
}

/**
 * Keeps the end of a scroller in sight until its reader scrolls up, and tells when they do and when they come back.
 *
 * @returns what has to be told of each `scroll` event
 */
export function useFollowedEnd(options: FollowedEndOptions): () => void {
  const { scroller, following, contents } = options;
  const lastTop = useRef(0);

  useLayoutEffect(() => {
    const element = scroller.current;
    // Lines that come into sight are measured before the scrolling that brought them there is told.
    if (!element || !following || hasLeftEnd(element, lastTop.current)) return;
    element.scrollTop = element.scrollHeight;
    lastTop.current = element.scrollTop;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- whoever uses it knows what makes it longer
  }, [scroller, following, ...contents]);

  return () => {
    const element = scroller.current;
    if (!element) return;
    const left = hasLeftEnd(element, lastTop.current);
    const upwards = element.scrollTop < lastTop.current - 1;
    lastTop.current = element.scrollTop;
    if (following && left) options.onLeaveEnd();
    if (!following && !upwards && isAtEnd(element)) options.onReachEnd();
  };
}

function isAtEnd(element: HTMLElement): boolean {
  const { scrollTop, scrollHeight, clientHeight } = element;
  return scrollHeight - scrollTop - clientHeight <= END_TOLERANCE;
}

/** Only a reader scrolls up: what is added below, or measured anew, does not. */
function hasLeftEnd(element: HTMLElement, lastTop: number): boolean {
  return element.scrollTop < lastTop - 1 && !isAtEnd(element);
}
