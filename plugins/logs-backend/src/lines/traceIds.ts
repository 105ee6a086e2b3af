import type { LinearPattern } from './LinearPattern';

const LOOKED_THROUGH = 2_000;

/** Of SkyWalking (`TID:…`), and of whatever calls it a trace id. Every repetition is bounded. */
const PLACES = [
  /\bTID:\s{0,4}([0-9a-f]{16,64}(?:\.\d{1,20}){2})/i,
  /\btrace[_.-]?id["']?\s{0,4}[:=]\s{0,4}["']?([0-9a-f][0-9a-f.-]{15,99})/i,
  /\btid["']?\s{0,4}[:=]\s{0,4}["']?([0-9a-f]{16,64}(?:\.\d{1,20}){2})/i,
];
/** What can be asked for again. */
const TRACE_ID = /^[\w.:-]{1,200}$/;

/** A trace id, if it is one. */
export function traceIdOf(value: unknown): string | undefined {
  const isOne = typeof value === 'string' && TRACE_ID.test(value);
  return isOne ? value : undefined;
}

/** The trace that a line says in its own text. */
export function traceIdInText(
  text: string,
  pattern?: LinearPattern,
): string | undefined {
  const start = text.slice(0, LOOKED_THROUGH);
  if (pattern) return traceIdOf(pattern.find(start));
  for (const place of PLACES) {
    const id = traceIdOf(place.exec(start)?.[1]);
    if (id !== undefined) return id;
  }
  return undefined;
}
