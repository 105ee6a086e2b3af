import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import {
  AuthorizeResult,
  isResourcePermission,
  type PermissionCondition,
  type PermissionCriteria,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  createScaffolderTaskConditionalDecision,
  scaffolderTaskConditions,
} from '@backstage/plugin-scaffolder-backend/alpha';
import {
  createReleaseConditionalDecision,
  releaseConditions,
  releaseStageResourceRef,
} from '@pilothouse/plugin-release-node';

/** Whose production it is: they may do everything that anybody may. */
const OPS = 'group:default/ops';

/** Never, whoever asks: it carries the cluster's own token past every check. */
const FORBIDDEN: ReadonlySet<string> = new Set(['kubernetes.proxy']);

/**
 * The stock Kubernetes tab: it shows everything that the portal's account can read, whosever it is, so it is for ops
 * only.
 */
const FOR_OPS: ReadonlySet<string> = new Set([
  'kubernetes.clusters.read',
  'kubernetes.resources.read',
]);

/**
 * What running a template takes. What its steps do on clusters is asked of the release backend, as the person; which
 * groups of the forge they write to and register from, of `goldenPath.groups`. To register any URL is for ops: the
 * catalog reads it with the portal's own token.
 */
const FOR_TEMPLATES: ReadonlySet<string> = new Set([
  'scaffolder.task.create',
  'scaffolder.action.execute',
]);
/** What was typed into a form is its author's, and so is the run. */
const TASK = 'scaffolder-task';

/**
 * For ops only, also on what is one's own: they lift for one what holds for all. Freezes are for ops only as well; they
 * are of no entity, so that nobody but ops gets that far.
 */
const STAGE_FOR_OPS: ReadonlySet<string> = new Set(['release.policy.override']);

const { resourceType: STAGE } = releaseStageResourceRef;

type Conditions = PermissionCriteria<PermissionCondition<'catalog-entity'>>;

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * Who may do what, in six sentences: people who are signed in read everything but the restricted systems; those are
 * read by their owners; owners act on what is theirs, and ship it; ops read everything and act on everything. Freezes and
 * what overrides a rule are for ops. Everybody may run templates, and see their own runs.
 */
export class PilothousePolicy implements PermissionPolicy {
  readonly #restricted: readonly Conditions[];

  /**
   * @param options - `restrictedSystems` are names of System entities in the default namespace; `restrictedOwners` are
   * refs of groups of which everything is restricted, whatever system it says it is part of: what an entity says of
   * itself is its author's, and the namespaces of a group are shown by what it owns.
   */
  constructor(options: {
    restrictedSystems: readonly string[];
    restrictedOwners?: readonly string[];
  }) {
    const owners = options.restrictedOwners ?? [];
    this.#restricted = [
      ...options.restrictedSystems.flatMap(belongsTo),
      ...(owners.length > 0
        ? [catalogConditions.isEntityOwner({ claims: [...owners] })]
        : []),
    ];
  }

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user || FORBIDDEN.has(permission.name)) return DENY;
    const claims = user.info.ownershipEntityRefs;
    if (claims.includes(OPS)) return ALLOW;
    if (isResourcePermission(permission, RESOURCE_TYPE_CATALOG_ENTITY)) {
      return this.#decideOnEntity(permission, claims);
    }
    if (isResourcePermission(permission, STAGE)) {
      return decideOnStage(permission, claims);
    }
    if (isResourcePermission(permission, TASK)) {
      return createScaffolderTaskConditionalDecision(
        permission,
        scaffolderTaskConditions.isTaskOwner({
          createdBy: [user.info.userEntityRef],
        }),
      );
    }
    if (FOR_TEMPLATES.has(permission.name)) return ALLOW;
    if (FOR_OPS.has(permission.name)) return DENY;
    return permission.attributes.action === 'read' ? ALLOW : DENY;
  }

  #decideOnEntity(
    permission: ResourcePermission<'catalog-entity'>,
    claims: string[],
  ): PolicyDecision {
    const own: Conditions = catalogConditions.isEntityOwner({ claims });
    if (permission.attributes.action !== 'read') {
      return createCatalogConditionalDecision(permission, own);
    }
    if (this.#restricted.length === 0) return ALLOW;
    const [first, ...rest] = this.#restricted;
    return createCatalogConditionalDecision(permission, {
      anyOf: [own, { not: { anyOf: [first, ...rest] } }],
    });
  }
}

/** Owners ship what is theirs, in every environment; that nobody approves their own rollout is the plugin's own rule. */
function decideOnStage(
  permission: ResourcePermission<typeof STAGE>,
  claims: string[],
): PolicyDecision {
  if (STAGE_FOR_OPS.has(permission.name)) return DENY;
  return createReleaseConditionalDecision(
    permission,
    releaseConditions.isOwner({ claims }),
  );
}

/** The system itself, and whatever says it is part of it, in any of the spellings that the catalog accepts. */
function belongsTo(system: string): Conditions[] {
  const spellings = [system, `default/${system}`, `system:default/${system}`];
  return [
    {
      allOf: [
        catalogConditions.isEntityKind({ kinds: ['System'] }),
        catalogConditions.hasMetadata({ key: 'name', value: system }),
      ],
    },
    ...[...spellings, `system:${system}`].map(value =>
      catalogConditions.hasSpec({ key: 'system', value }),
    ),
  ];
}
