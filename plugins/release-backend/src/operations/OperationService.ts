import { createHash } from 'node:crypto';
import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';
import type {
  Finding,
  Operation,
  OperationPlan,
  OperationRequest,
  OperationResult,
} from '@pilothouse/plugin-release-common';
import type { WriteOutcome } from '@pilothouse/plugin-clusters-node';
import { finding } from '../findings/finding';
import { isConfirmed } from '../plan/isConfirmed';
import { capped, revisionOf } from '../workload/objects';
import { executeEffect, isEffective } from './executeEffect';
import { OperationScenes, type OperationScene } from './OperationScenes';
import type { BegunChange, OperationPorts, OperationSubject } from './ports';

/** Who does an operation, and what they were allowed. */
export interface Operator {
  /** Reference of a user, or `service:` and the subject. */
  actor: string;
  /** May act in a freeze; the reason is in the request. */
  overrides: boolean;
}

/** What is done with a workload outside of rollouts: planned first, then done as it was planned or not at all. */
export class OperationService {
  readonly #ports: OperationPorts;
  readonly #scenes: OperationScenes;

  constructor(ports: OperationPorts) {
    this.#ports = ports;
    this.#scenes = new OperationScenes(ports);
  }

  /** Says what would happen. Nothing is written. */
  async plan(
    subject: OperationSubject,
    workloadId: string,
    operation: Operation,
    signal?: AbortSignal,
  ): Promise<OperationPlan> {
    const scene = await this.#scenes.of(subject, workloadId, operation, signal);
    const { diffs, refusal } = await this.#diffs(scene, workloadId, signal);
    const findings = [...refusal, ...scene.findings];
    return {
      fingerprint: fingerprintOf(scene),
      workloadId,
      operation,
      diffs,
      findings,
      startable: !findings.some(({ severity }) => severity === 'blocking'),
      now: new Date(this.#ports.clock()).toISOString(),
    };
  }

  /**
   * Does what was planned.
   *
   * @throws ConflictError when something speaks against it, or is not as it was planned; InputError for a confirmation
   * that is wrong; what the cluster refuses is thrown as it says it
   */
  async run(
    subject: OperationSubject,
    workloadId: string,
    request: OperationRequest,
    operator: Operator,
    signal?: AbortSignal,
  ): Promise<OperationResult> {
    const { operation } = request;
    const scene = await this.#scenes.of(subject, workloadId, operation, signal);
    this.#check(scene, request, operator);
    const { effect } = scene;
    if (!effect) {
      throw new ConflictError(
        `${workloadId}: ${operation.operation} has no effect`,
      );
    }
    const changeId = await this.#ports.ledger.begin({
      ...this.#change(subject, scene, request),
      actor: operator.actor,
    });
    let outcome: WriteOutcome<unknown>;
    try {
      await this.#ports.turns.take(workloadId, changeId);
      await this.#requireFree(workloadId);
      outcome = await executeEffect(scene, effect);
    } catch (cause) {
      const error = toError(cause);
      await this.#endTurn(workloadId, changeId);
      await this.#ports.ledger.settle(changeId, {
        outcome: 'refused',
        message: {
          code: 'write-refused',
          params: { workload: workloadId, message: capped(error.message) },
        },
      });
      throw error;
    }
    const result = await this.#settle(changeId, scene, outcome);
    // What may still be on its way keeps its turn until it cannot be any more.
    if (result.outcome !== 'unknown') {
      await this.#endTurn(workloadId, changeId);
    }
    return result;
  }

  /** It ends by itself after a while, so nothing that was done fails by this. */
  async #endTurn(workloadId: string, changeId: string): Promise<void> {
    try {
      await this.#ports.turns.end(workloadId, changeId);
    } catch (error) {
      this.#ports.logger.warn(
        `The turn of change ${changeId} on ${workloadId} was not ended: ${
          toError(error).message
        }`,
      );
    }
  }

  /** A rollout may have begun since the plan was made: what it has recorded of the workload must not change any more. */
  async #requireFree(workloadId: string): Promise<void> {
    const rollout = await this.#ports.rolloutOn(workloadId);
    if (rollout === undefined) return;
    throw new ConflictError(
      `${workloadId}: rollout ${rollout} has begun meanwhile, and has it now`,
    );
  }

  /** With an outcome that nobody knows the Deployment itself is asked, once. */
  async #settle(
    changeId: string,
    scene: OperationScene,
    written: WriteOutcome<unknown>,
  ): Promise<OperationResult> {
    const { ledger } = this.#ports;
    if (written.outcome === 'done') {
      await ledger.settle(changeId, { outcome: 'done' });
      return { changeId, outcome: 'done' };
    }
    const message = capped(written.message);
    const params = { workload: scene.opened.found.workload.id, message };
    if (written.outcome === 'conflict') {
      await ledger.settle(changeId, {
        outcome: 'conflict',
        message: { code: 'conflicts', params },
      });
      return { changeId, outcome: 'conflict', message };
    }
    const outcome = (await isEffective(scene)) ? 'done' : 'unknown';
    await ledger.settle(changeId, {
      outcome,
      ...(outcome === 'unknown' && {
        message: { code: 'write-refused', params },
      }),
    });
    return { changeId, outcome, message };
  }

  #check(
    scene: OperationScene,
    request: OperationRequest,
    operator: Operator,
  ): void {
    const { workload } = scene.opened.found;
    const { environment } = workload.target;
    if (
      this.#ports.isProtected(environment) &&
      !isConfirmed(request, workload.name)
    ) {
      throw new InputError(
        `Body field confirmation: has to be the name of the service, "${workload.name}", because ${environment} is protected`,
      );
    }
    const isOverridden = ({ code }: Finding) =>
      code === 'frozen' && operator.overrides && request.override !== undefined;
    const against = scene.findings.filter(
      found => found.severity === 'blocking' && !isOverridden(found),
    );
    if (against.length > 0) {
      const codes = against.map(({ code }) => code).join(', ');
      throw new ConflictError(
        `${workload.id}: ${request.operation.operation} is not possible now: ${codes}`,
      );
    }
    if (fingerprintOf(scene) !== request.fingerprint) {
      throw new ConflictError(
        `${workload.id} has changed since this was planned: plan it again`,
      );
    }
  }

  #change(
    subject: OperationSubject,
    scene: OperationScene,
    { operation, reason, override }: OperationRequest,
  ): Omit<BegunChange, 'actor'> {
    const { workload, target } = scene.opened.found;
    return {
      action: operation.operation,
      entityRef: subject.binding.entityRef,
      system: subject.system,
      environment: target.environment,
      target,
      name: workload.name,
      role: scene.role,
      reason: override ? `${reason} (override: ${override.reason})` : reason,
      ...valuesOf(scene),
    };
  }

  async #diffs(
    scene: OperationScene,
    workloadId: string,
    signal?: AbortSignal,
  ): Promise<{ diffs: OperationPlan['diffs']; refusal: Finding[] }> {
    const { effect, deployment, role } = scene;
    // What is deleted, or only counted, is said in words.
    if (effect?.kind !== 'patch') return { diffs: [], refusal: [] };
    try {
      const written = await executeEffect(scene, effect, {
        dryRun: true,
        signal,
      });
      if (written.outcome !== 'done') {
        return { diffs: [], refusal: refused(written.message) };
      }
      const diff = {
        workloadId,
        role,
        deployment: deployment.metadata?.name ?? '',
        before: this.#ports.toYaml(deployment),
        after: this.#ports.toYaml(written.object),
      };
      return { diffs: [diff], refusal: [] };
    } catch (error) {
      if (error instanceof ServiceUnavailableError) throw error;
      return { diffs: [], refusal: refused(toError(error).message) };
    }
  }
}

function refused(message: string): Finding[] {
  return finding('blocking', 'dry-run-refused', { message });
}

/** Of everything that the operation was decided on. A Deployment's generation grows with each change of its spec. */
function fingerprintOf({ operation, deployment, effect }: OperationScene) {
  const { uid, generation } = deployment.metadata ?? {};
  const pod = effect?.kind === 'delete-pod' ? effect.pod.metadata?.uid : '';
  return createHash('sha256')
    .update(JSON.stringify([operation, uid, generation, pod]))
    .digest('hex')
    .slice(0, 32);
}

function valuesOf({
  operation,
  deployment,
}: OperationScene): Pick<BegunChange, 'before' | 'after'> {
  switch (operation.operation) {
    case 'scale':
      return {
        before: { replicas: deployment.spec?.replicas ?? 1 },
        after: { replicas: operation.replicas },
      };
    case 'pause':
    case 'resume':
      return {
        before: { paused: deployment.spec?.paused ?? false },
        after: { paused: operation.operation === 'pause' },
      };
    case 'roll-back':
      return {
        before: { revision: revisionOf(deployment) ?? 0 },
        after: { revision: operation.revision },
      };
    case 'delete-pod':
      return { before: { pod: operation.pod }, after: {} };
    case 'restart':
      return { before: {}, after: {} };
    default:
      return operation satisfies never;
  }
}
