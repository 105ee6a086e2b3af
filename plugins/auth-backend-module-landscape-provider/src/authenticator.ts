import { AuthenticationError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import type { LandscapeOptions, LandscapePerson } from './config';
import { createHostCheck } from './trustedHosts';

/** The header in which the sign-in page says who one wants to be. */
export const PERSON_HEADER = 'x-pilothouse-person';

/** Takes people at their word, as long as they are on the list. */
export function createLandscapeAuthenticator({
  people,
  baseUrls,
}: LandscapeOptions) {
  const isOurs = createHostCheck(baseUrls);
  const known = new Map(people.map(person => [person.user, person]));
  return createProxyAuthenticator<void, LandscapePerson, unknown>({
    defaultProfileTransform: async ({ name }) => ({
      profile: { displayName: name },
    }),
    initialize() {},
    async authenticate({ req }) {
      const [host, origin] = [req.get('host'), req.get('origin')];
      if (!isOurs({ host, origin })) {
        throw new AuthenticationError(
          `This sign-in is only for pages of the portal itself, not for ${
            origin ?? host
          }`,
        );
      }
      const asked = req.get(PERSON_HEADER);
      const person = asked === undefined ? undefined : known.get(asked);
      if (!person) {
        throw new AuthenticationError(
          `The header ${PERSON_HEADER} has to name one of ${[
            ...known.keys(),
          ].join(', ')}`,
        );
      }
      return { result: person };
    },
  });
}
