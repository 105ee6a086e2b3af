import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';

/** Who looks at the page. */
export interface Person {
  /** Missing where the identity provider gives none. */
  name: string | undefined;
  /** Refs of the groups that the person acts for. */
  groups: string[];
}

/** Who has signed in; `undefined` until that is known. */
export function usePerson(): Person | undefined {
  const identity = useApi(identityApiRef);
  const [person, setPerson] = useState<Person>();
  useEffect(() => {
    let mounted = true;
    Promise.all([
      identity.getProfileInfo(),
      identity.getBackstageIdentity(),
    ]).then(
      ([profile, { ownershipEntityRefs }]) => {
        if (!mounted) return;
        setPerson({
          name: profile.displayName,
          groups: ownershipEntityRefs.filter(ref => ref.startsWith('group:')),
        });
      },
      // A page that greets nobody by name is as good as before.
      () => mounted && setPerson({ name: undefined, groups: [] }),
    );
    return () => {
      mounted = false;
    };
  }, [identity]);
  return person;
}
