import { SignInPage } from '@backstage/core-components';
import {
  configApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/core-plugin-api';
import { useMemo } from 'react';
import { LandscapeSignIn } from './LandscapeSignIn';
import { oidcAuthApiRef } from './oidc';
import { readPeople } from './people';
import { signInTranslationRef } from './translation';

/** On the landscape a choice of people, in a company its own sign-in. */
export function PilothouseSignInPage(props: SignInPageProps) {
  const { t } = useTranslationRef(signInTranslationRef);
  const config = useApi(configApiRef);
  const people = useMemo(() => readPeople(config), [config]);
  if (people.length > 0) return <LandscapeSignIn {...props} people={people} />;
  return (
    <SignInPage
      {...props}
      provider={{
        id: 'oidc',
        title: t('oidc.title'),
        message: t('oidc.message'),
        apiRef: oidcAuthApiRef,
      }}
    />
  );
}
