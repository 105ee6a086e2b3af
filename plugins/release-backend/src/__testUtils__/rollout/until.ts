/** Asks again until it is so. Throws when it is not within the time. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  { withinMs = 60_000, what = 'It' }: { withinMs?: number; what?: string } = {},
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) {
      throw new Error(`${what} was not so within ${withinMs} ms`);
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
