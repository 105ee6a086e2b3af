import { ProxiedSignInPage } from '@backstage/core-components';
import type { IdentityApi, SignInPageProps } from '@backstage/core-plugin-api';
import { useMemo, useState } from 'react';
import { PeoplePage } from './PeoplePage';
import type { Person } from './people';

/** Where the tab remembers who one is, so that a reload does not ask again. */
const STORAGE_KEY = 'pilothouse.person';

/** Asks who one wants to be, then signs in as that person until the tab is closed or the person signs out. */
export function LandscapeSignIn({
  people,
  onSignInSuccess,
}: SignInPageProps & { people: Person[] }) {
  const [user, setUser] = useState(() => {
    const remembered = sessionStorage.getItem(STORAGE_KEY);
    return people.find(person => person.user === remembered)?.user;
  });
  const choose = (chosen: string) => {
    sessionStorage.setItem(STORAGE_KEY, chosen);
    setUser(chosen);
  };
  // The stock page mounts this component when the backend refuses: the choice stands below the reason.
  const ErrorComponent = useMemo(
    () =>
      function Refused({ error }: { error?: Error }) {
        return (
          <PeoplePage
            people={people}
            problem={reasonOf(error)}
            onChoose={chosen => {
              sessionStorage.setItem(STORAGE_KEY, chosen);
              window.location.reload();
            }}
          />
        );
      },
    [people],
  );

  if (!user) return <PeoplePage people={people} onChoose={choose} />;
  return (
    <ProxiedSignInPage
      provider="landscape"
      headers={{ 'x-pilothouse-person': user }}
      onSignInSuccess={identity =>
        onSignInSuccess(forgettingOnSignOut(identity))
      }
      ErrorComponent={ErrorComponent}
    />
  );
}

/** What the backend said, where it said something: the error itself only tells the status. */
function reasonOf(error: Error | undefined): string | undefined {
  const cause = error?.cause;
  return cause instanceof Error ? cause.message : error?.message;
}

/** The stock page remembers nobody, so its sign-out has nothing to forget; ours has. */
function forgettingOnSignOut(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: () => {
      sessionStorage.removeItem(STORAGE_KEY);
      return identity.signOut();
    },
  };
}
