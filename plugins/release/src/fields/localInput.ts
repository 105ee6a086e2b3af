/** What a `datetime-local` field holds for an instant: the reader's own clock, to the minute; empty for no instant. */
export function toLocalInput(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const two = (value: number) => `${value}`.padStart(2, '0');
  const year = `${at.getFullYear()}`.padStart(4, '0');
  const day = `${year}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant that such a field means, as ISO 8601; empty while it is not filled in. */
export function fromLocalInput(text: string): string {
  // Without an offset it is read as local time.
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
