import type { SkywalkingService } from '@pilothouse/plugin-skywalking-common';

/** Where a service is looked at: an environment, and which SkyWalking of it where there are several. */
export interface Place {
  environment: string;
  /** Name of a SkyWalking; missing where the environment has one. */
  instance?: string;
}

/** Everywhere, the last environment first: what serves people comes before what is tried. */
export function placesOf(services: readonly SkywalkingService[]): Place[] {
  const inOrder = services.flatMap(({ environments }) => environments);
  return [...new Set(inOrder)].reverse().flatMap(environment => {
    const serving = services.filter(({ environments }) =>
      environments.includes(environment),
    );
    return serving.length < 2
      ? { environment }
      : serving.map(({ instance }) => ({ environment, instance }));
  });
}

/** What a place is called, which no other one is. */
export function placeName({ environment, instance }: Place): string {
  return instance === undefined ? environment : `${environment} · ${instance}`;
}

/** The one that is asked for if there is such a one, else another of the same environment, else the first. */
export function chosenPlace(
  places: readonly Place[],
  asked: Partial<Place>,
): Place | undefined {
  const near = places.filter(
    ({ environment }) => environment === asked.environment,
  );
  return (
    near.find(({ instance }) => instance === asked.instance) ??
    near[0] ??
    places[0]
  );
}
