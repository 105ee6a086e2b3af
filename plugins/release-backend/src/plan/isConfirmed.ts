/** Whether a person has typed the name of what they are about to change; an input method may have made it wide. */
export function isConfirmed(
  { confirmation }: { confirmation?: string },
  name: string,
): boolean {
  return confirmation?.normalize('NFKC').trim() === name;
}
