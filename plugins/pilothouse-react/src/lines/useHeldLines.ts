import { useState } from 'react';

/** Who stopped the lines from moving. */
export type HeldBy = 'you' | 'scroll';

/** Lines of a stream, of which there may have been more. */
export interface ReceivedLines {
  /** How many lines have come. */
  received: number;
}

export interface HeldLines<TBuffer extends ReceivedLines> {
  /** The lines to show: the present ones, or those of the moment at which they were held. */
  shown: TBuffer;
  heldBy: HeldBy | undefined;
  /** How many lines have come since. */
  newLines: number;
  hold(by: HeldBy): void;
  release(): void;
}

/** Lets a reader stop the lines without stopping the stream: nothing is lost, and what is new is counted. */
export function useHeldLines<TBuffer extends ReceivedLines>(
  buffer: TBuffer,
): HeldLines<TBuffer> {
  const [held, setHeld] = useState<{ by: HeldBy; buffer: TBuffer }>();
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
