import type { Line } from '../connection/LineSplitter';
import type { PodLogLine } from '../types';

/** A line of more bytes is cut. */
export const LINE_BYTES = 32 * 1024;
/** What `timestamps=true` puts before it. */
export const TIMESTAMP_BYTES = 40;

const STAMPED =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) ?/;

/** Reads a line as the kubelet writes it with `timestamps=true`. What is no UTF-8 becomes U+FFFD. */
export function toLogLine({ bytes, cut }: Line): PodLogLine {
  const whole = cut ? bytes.subarray(0, wholeCharacters(bytes)) : bytes;
  const content = whole.toString('utf8').replace(/\r$/, '');
  const stamp = STAMPED.exec(content);
  return {
    ...(stamp && { at: stamp[1] }),
    text: stamp ? content.slice(stamp[0].length) : content,
    ...(cut && { cut: true }),
  };
}

/** How many of the bytes make whole characters: a cut may have gone through one. */
function wholeCharacters(bytes: Buffer): number {
  const end = bytes.length;
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back];
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return lengthBy(byte) > back ? end - back : end;
  }
  return end;
}

/** How many bytes a character has that begins with this one. */
function lengthBy(first: number): number {
  if (first >= 0xf0) return 4;
  return first >= 0xe0 ? 3 : 2;
}
