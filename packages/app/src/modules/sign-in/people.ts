import type { ConfigApi } from '@backstage/frontend-plugin-api';

const ROLES = {
  author: 'role.author',
  approver: 'role.approver',
  'other-team': 'role.otherTeam',
  ops: 'role.ops',
  stranger: 'role.stranger',
} as const;

/** Somebody to sign in as. */
export interface Person {
  /** Entity reference, such as `user:default/li.wei`. */
  user: string;
  name: string;
  team?: string;
  /** The message that says what the person stands for. */
  roleMessage?: (typeof ROLES)[keyof typeof ROLES];
}

/** The people of `auth.providers.landscape`; empty where the portal runs in a real company. */
export function readPeople(config: ConfigApi): Person[] {
  const people =
    config.getOptionalConfigArray('auth.providers.landscape.people') ?? [];
  return people.map(person => {
    const role = person.getOptionalString('role');
    return {
      user: person.getString('user'),
      name: person.getString('name'),
      team: person.getOptionalString('team'),
      roleMessage: isRole(role) ? ROLES[role] : undefined,
    };
  });
}

function isRole(role: string | undefined): role is keyof typeof ROLES {
  return role !== undefined && Object.hasOwn(ROLES, role);
}
