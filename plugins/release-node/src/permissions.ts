import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_RELEASE_STAGE } from '@pilothouse/plugin-release-common';
import * as z from 'zod';

/** One entity in one environment. */
export interface ReleaseStage {
  entityRef: string;
  environment: string;
  protected: boolean;
  /** References of those who own the entity, in lower case. */
  owners: readonly string[];
}

/** A stage has no query: whoever asks for stages names them. */
export type ReleaseStageQuery = Record<string, never>;

export const releaseStageResourceRef = createPermissionResourceRef<
  ReleaseStage,
  ReleaseStageQuery
>().with({ pluginId: 'release', resourceType: RESOURCE_TYPE_RELEASE_STAGE });

const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow for entities that one of the claims owns',
  resourceRef: releaseStageResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('References of the user and of the groups it is in'),
  }),
  apply: (stage, { claims }) =>
    claims.some(claim =>
      stage.owners.includes(claim.toLocaleLowerCase('en-US')),
    ),
  toQuery: () => ({}),
});

const inEnvironment = createPermissionRule({
  name: 'IN_ENVIRONMENT',
  description: 'Allow in these environments',
  resourceRef: releaseStageResourceRef,
  paramsSchema: z.object({
    environments: z
      .array(z.string())
      .optional()
      .describe('Names of environments'),
    protected: z
      .boolean()
      .optional()
      .describe('Only those that are protected, or only those that are not'),
  }),
  apply: (stage, { environments, protected: wanted }) =>
    (environments === undefined || environments.includes(stage.environment)) &&
    (wanted === undefined || wanted === stage.protected),
  toQuery: () => ({}),
});

/** The rules by which a policy decides on stages. */
export const releaseStageRules = { isOwner, inEnvironment };

const exported = createConditionExports({
  resourceRef: releaseStageResourceRef,
  rules: releaseStageRules,
});

/** The conditions of a policy on stages. */
export const releaseConditions = exported.conditions;
/** A decision that the release plugin makes for a stage, by conditions. */
export const createReleaseConditionalDecision =
  exported.createConditionalDecision;
