import type { AuditorService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { InputError } from '@backstage/errors';
import { parseInput } from '@pilothouse/pilothouse-node';
import {
  parseWorkloadId,
  type Operation,
  type OperationPlan,
} from '@pilothouse/plugin-release-common';
import {
  consentInput,
  entityRefInput,
  workloadIdInput,
  type RegistryZod,
} from '../actions/schemas';
import { audited } from '../http/audited';
import { operationBody, operationPlanBody } from '../http/input';
import {
  OPERATION_PERMISSIONS,
  type OperationAccess,
} from './createOperationsRouter';
import type { OperationService } from './OperationService';

/** A diff longer than this tells a model nothing more. */
const MOST_DIFF = 20_000;

interface Options {
  actionsRegistry: ActionsRegistryService;
  auditor: AuditorService;
  access: OperationAccess;
  operations: OperationService;
}

function operationInput(z: RegistryZod) {
  return {
    entityRef: entityRefInput(z),
    workloadId: workloadIdInput(z),
    operation: z
      .enum(['roll-back', 'restart', 'scale', 'pause', 'resume', 'delete-pod'])
      .describe('pause and resume are about the Deployment, not a rollout'),
    role: z
      .enum(['release', 'canary'])
      .optional()
      .describe('Which Deployment of the workload; release when missing'),
    revision: z.number().int().optional().describe('Of roll-back'),
    replicas: z.number().int().optional().describe('Of scale'),
    pod: z.string().max(253).optional().describe('Of delete-pod: its name'),
  };
}

interface Named {
  operation: Operation['operation'];
  role?: 'release' | 'canary';
  revision?: number;
  replicas?: number;
  pod?: string;
}

/** What was given beside the operation that goes with another one is refused, as over HTTP. */
function operationOf({ operation, role, revision, replicas, pod }: Named) {
  const given = { role, revision, replicas, pod };
  return {
    operation,
    ...Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ),
  };
}

function environmentOf(workloadId: string): string {
  const key = parseWorkloadId(workloadId);
  if (key) return key.environment;
  throw new InputError(
    'Input workloadId: has to be the id of a workload: environment/cluster/namespace/deployment',
  );
}

function planSummary(plan: OperationPlan) {
  return {
    fingerprint: plan.fingerprint,
    startable: plan.startable,
    findings: plan.findings.map(({ severity, code, params }) => ({
      severity,
      code,
      params: JSON.stringify(params),
    })),
    diffs: plan.diffs.map(({ deployment, before, after }) => ({
      deployment,
      before: before.slice(0, MOST_DIFF),
      after: after.slice(0, MOST_DIFF),
    })),
  };
}

/** Registers `plan-operation` and `operate-workload`, with the permissions that the screens ask for. */
export function createOperationActions(options: Options): void {
  const { actionsRegistry, auditor, access, operations } = options;

  actionsRegistry.register({
    name: 'plan-operation',
    title: 'Plan an operation on a workload',
    description:
      'Says what a rollback, restart, scaling, pause, resume or deletion of a pod would change, and what speaks against it. Changes nothing. Its fingerprint is what operate-workload needs.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z => z.object(operationInput(z)).strict(),
      output: z =>
        z.object({
          fingerprint: z.string(),
          startable: z.boolean().describe('No finding is blocking'),
          findings: z.array(
            z.object({
              severity: z.string(),
              code: z.string(),
              params: z.string(),
            }),
          ),
          diffs: z.array(
            z.object({
              deployment: z.string(),
              before: z.string(),
              after: z.string(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const { workloadId } = input;
      const { entityRef, operation } = parseInput(
        operationPlanBody,
        { entityRef: input.entityRef, operation: operationOf(input) },
        'Input',
      );
      const { subject } = await access.open(credentials, {
        entityRef,
        environment: environmentOf(workloadId),
        permission: OPERATION_PERMISSIONS[operation.operation],
        override: false,
      });
      const plan = await operations.plan(subject, workloadId, operation);
      return { output: planSummary(plan) };
    },
  });

  actionsRegistry.register({
    name: 'operate-workload',
    title: 'Operate a workload',
    description:
      'Rolls back, restarts, scales, pauses or resumes a Deployment of a workload, or deletes one of its pods, as plan-operation planned it. Refused when the world has changed since, when a freeze holds or a rollout has the workload. Ask the person before you use it.',
    attributes: { readOnly: false, idempotent: false, destructive: true },
    schema: {
      input: z =>
        z
          .object({
            ...operationInput(z),
            ...consentInput(z, 'plan-operation'),
          })
          .strict(),
      output: z =>
        z.object({
          changeId: z.string().describe('Of the line in the ledger'),
          outcome: z
            .enum(['done', 'conflict', 'unknown'])
            .describe('unknown: look at the workload before anything else'),
          message: z.string().optional(),
        }),
    },
    action: async ({ input, credentials }) => {
      const { workloadId, fingerprint, reason, confirmation, override } = input;
      const request = parseInput(
        operationBody,
        {
          entityRef: input.entityRef,
          operation: operationOf(input),
          fingerprint,
          reason,
          confirmation,
          override,
        },
        'Input',
      );
      const { entityRef, operation } = request;
      const output = await audited(
        auditor,
        {
          eventId: 'workload-operation',
          meta: {
            entityRef,
            workloadId,
            operation,
            reason: request.reason,
            override: request.override,
            by: 'action',
          },
        },
        async () => {
          const { subject, operator } = await access.open(credentials, {
            entityRef,
            environment: environmentOf(workloadId),
            permission: OPERATION_PERMISSIONS[operation.operation],
            override: request.override !== undefined,
          });
          return operations.run(subject, workloadId, request, operator);
        },
      );
      return { output };
    },
  });
}
