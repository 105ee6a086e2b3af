import type {
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { NotAllowedError } from '@backstage/errors';
import type { ProjectRef } from '@pilothouse/plugin-gitlab-node';

/**
 * Whose templates may write to which group of the forge. The portal's token may write to all of them, and would do so
 * for anybody.
 */
export class GroupGrants {
  readonly #owners: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #userInfo: UserInfoService;

  private constructor(
    owners: ReadonlyMap<string, ReadonlySet<string>>,
    userInfo: UserInfoService,
  ) {
    this.#owners = owners;
    this.#userInfo = userInfo;
  }

  /** Reads `goldenPath.groups`. */
  static fromConfig(config: Config, userInfo: UserInfoService): GroupGrants {
    const entries = config.getOptionalConfigArray('goldenPath.groups') ?? [];
    const owners = new Map<string, Set<string>>();
    for (const entry of entries) {
      const group = entry.getString('group');
      const refs = entry
        .getStringArray('owners')
        .map(owner =>
          stringifyEntityRef(parseEntityRef(owner, { defaultKind: 'Group' })),
        );
      owners.set(group, new Set([...(owners.get(group) ?? []), ...refs]));
    }
    return new GroupGrants(owners, userInfo);
  }

  /** @throws NotAllowedError when the person owns nothing that may write to the group, or to one above it */
  async check(
    { group }: ProjectRef,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const parts = group.split('/');
    const granted = parts.flatMap((_, index) => [
      ...(this.#owners.get(parts.slice(0, index + 1).join('/')) ?? []),
    ]);
    const { ownershipEntityRefs } = await this.#userInfo.getUserInfo(
      credentials,
    );
    if (ownershipEntityRefs.some(ref => granted.includes(ref))) return;
    throw new NotAllowedError(
      granted.length === 0
        ? `goldenPath.groups lets nobody write to the GitLab group ${group}`
        : `The GitLab group ${group} is for ${[...new Set(granted)].join(
            ', ',
          )}, none of which you belong to`,
    );
  }
}
