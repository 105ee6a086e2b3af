import type { PolicyQueryUser } from '@backstage/plugin-permission-node';

/** Somebody who is in these groups. */
export function person(...groups: string[]): PolicyQueryUser {
  const userEntityRef = 'user:default/somebody';
  return {
    identity: {
      type: 'user',
      userEntityRef,
      ownershipEntityRefs: [],
    },
    token: '',
    credentials: {
      $$type: '@backstage/BackstageCredentials',
      principal: {},
    },
    info: {
      userEntityRef,
      ownershipEntityRefs: [
        userEntityRef,
        ...groups.map(group => `group:default/${group}`),
      ],
    },
  } as PolicyQueryUser;
}
