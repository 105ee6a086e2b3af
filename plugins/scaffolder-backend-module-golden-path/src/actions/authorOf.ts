import type { UserEntity } from '@backstage/catalog-model';

/** Who stands as the author of a commit: the person who filled in the form. */
export function authorOf(
  user: { entity?: UserEntity; ref?: string } | undefined,
): { name: string; email?: string } | undefined {
  const { displayName, email } = user?.entity?.spec.profile ?? {};
  const name = displayName ?? user?.entity?.metadata.name ?? user?.ref;
  return name ? { name, ...(email && { email }) } : undefined;
}
