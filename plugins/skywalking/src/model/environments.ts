import type { SkywalkingService } from '@pilothouse/plugin-skywalking-common';

/** The environments that some SkyWalking serves, the last one first: what serves people comes before what is tried. */
export function environmentsOf(
  services: readonly SkywalkingService[],
): string[] {
  const inOrder = services.flatMap(({ environments }) => environments);
  return [...new Set(inOrder)].reverse();
}

/** The one that is asked for if there is such a one, else the first. */
export function chosenEnvironment(
  environments: readonly string[],
  asked: string | undefined,
): string | undefined {
  return asked !== undefined && environments.includes(asked)
    ? asked
    : environments[0];
}
