import { useState } from 'react';
import type { LogBuffer } from './logBuffer';

/** Who stopped the lines from moving. */
export type HeldBy = 'you' | 'scroll';

export interface HeldLines {
  /** The lines to show: the present ones, or those of the moment at which they were held. */
  shown: LogBuffer;
  heldBy: HeldBy | undefined;
  /** How many lines have come since. */
  newLines: number;
  hold(by: HeldBy): void;
  release(): void;
}

/** Lets a reader stop the lines without stopping the stream: nothing is lost, and what is new is counted. */
export function useHeldLines(buffer: LogBuffer): HeldLines {
  const [held, setHeld] = useState<{ by: HeldBy; buffer: LogBuffer }>();
  // A stream that began again has nothing to do with the lines that were held.
  const stale = held !== undefined && buffer.received < held.buffer.received;
  if (stale) setHeld(undefined);
  const current = stale ? undefined : held;
  return {
    shown: current?.buffer ?? buffer,
    heldBy: current?.by,
    newLines: current ? buffer.received - current.buffer.received : 0,
    hold: by => setHeld({ by, buffer: current?.buffer ?? buffer }),
    release: () => setHeld(undefined),
  };
}
