/** Whether two words differ by at most so many letters changed, added or left out. */
export function isNear(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false;
  let before = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const present = [row];
    for (let column = 1; column <= b.length; column++) {
      present.push(
        Math.min(
          before[column] + 1,
          present[column - 1] + 1,
          before[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1),
        ),
      );
    }
    if (Math.min(...present) > most) return false;
    before = present;
  }
  return before[b.length] <= most;
}

/** How far words of a length may be apart when nobody says: as `AUTO`. */
export function usualDistance(word: string): number {
  if (word.length < 3) return 0;
  return word.length < 6 ? 1 : 2;
}
