import { DOMAIN, PEOPLE } from '../world/company';

/** A user of the forge. */
export interface User {
  id: number;
  username: string;
  name: string;
  email: string;
  bot: boolean;
}

const bot = (id: number, username: string, name: string): User => ({
  id,
  username,
  name,
  email: `${username}@noreply.git.${DOMAIN}`,
  bot: true,
});

/** The accounts of programs first, then everybody in the company. */
export const USERS: readonly User[] = [
  bot(1, 'portal', 'Pilothouse'),
  bot(2, 'reader', 'Reader'),
  ...PEOPLE.map(({ name, displayName }, index) => ({
    id: 10 + index,
    username: name,
    name: displayName,
    email: `${name}@${DOMAIN}`,
    bot: false,
  })),
];

const byName = new Map(USERS.map(user => [user.username, user]));

export function findUser(username: string): User | undefined {
  return byName.get(username);
}

/** The user of that name; who has left the company is still named. */
export function userOf(username: string): User {
  return byName.get(username) ?? { ...bot(0, username, username), bot: false };
}
