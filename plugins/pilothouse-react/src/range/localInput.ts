/** What a `datetime-local` field holds for an instant: the reader's own clock, to the second; empty for no instant. */
export function toLocalInput(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

/** The instant that such a field means, as ISO 8601; empty while it is not filled in. */
export function fromLocalInput(text: string): string {
  // Without an offset it is read as local time.
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
