import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  manifestFindingText,
  NAMESPACE_SYSTEM_LABEL,
  type ApplyResult,
  type ApplyTarget,
  type ManifestFinding,
  type ValidateResult,
} from '@pilothouse/plugin-release-common';
import type { Cluster } from '@pilothouse/plugin-clusters-node';
import { applyManifestsOn, failedTarget } from './apply/applyManifestsOn';
import { dryRunOn } from './apply/dryRunOn';
import { takenHosts, type TakenHost } from './apply/takenHosts';
import { failureOf } from './failure';
import { keyOf, type Manifest } from './manifests/Manifest';
import { textsAt } from './manifests/reading';
import {
  readStanding,
  type NamespaceStanding,
} from './namespace/ownedNamespace';
import type { ProvisionPlace, ProvisionPorts } from './ports';
import { refuseInFreeze } from './refuseInFreeze';
import { settlementOf } from './settlement';
import {
  hasErrors,
  validateManifests,
  type CheckedManifests,
  type ManifestsInput,
} from './validateManifests';

/** More findings help nobody. */
const MOST_FINDINGS = 300;
/** As many as a message holds. */
const MOST_TOLD = 5;

type Input = Omit<ManifestsInput, 'pullSecret'>;

/** Looks at manifests, and brings them to clusters. */
export class ManifestService {
  readonly #ports: ProvisionPorts;

  constructor(ports: ProvisionPorts) {
    this.#ports = ports;
  }

  /**
   * What is wrong with manifests, by the rules that need no cluster, and where there is a place also by its clusters.
   * Nothing is written.
   */
  async validate(
    input: Input,
    place: ProvisionPlace | undefined,
    signal?: AbortSignal,
  ): Promise<ValidateResult> {
    const { manifests, findings } = this.#check(input);
    const { grants } = this.#ports;
    const asked = await Promise.all(
      (place?.clusters ?? []).map(cluster =>
        place ? dryRunOn(cluster, place, manifests, { grants, signal }) : [],
      ),
    );
    const all = [...findings, ...asked.flat()];
    return {
      ok: !hasErrors(all),
      findings: errorsFirst(all).slice(0, MOST_FINDINGS),
      objects: manifests.map(manifest => ({
        ...keyOf(manifest),
        path: manifest.path,
      })),
      clusters: (place?.clusters ?? []).map(({ name }) => name),
    };
  }

  /**
   * Applies manifests to each cluster of the place. What fails on one does not keep the others from being done.
   *
   * @throws InputError for manifests that break a rule; NotFoundError where a namespace is missing; ConflictError where
   * it is somebody else's, or its system is frozen. Nothing has been written then.
   */
  async apply(
    input: Input,
    place: ProvisionPlace,
    { reason }: { reason: string },
  ): Promise<ApplyResult> {
    const { manifests, findings } = this.#check(input);
    refuseErrors(findings);
    const standings = await Promise.all(
      place.clusters.map(async cluster => ({
        cluster,
        standing: await this.#standingOn(cluster, place, manifests),
      })),
    );
    for (const { cluster, standing } of standings) {
      requireOurs(place, cluster.name, standing);
    }
    await this.#refuseInFreeze(
      place,
      standings.map(each => each.standing),
    );
    const entityRef = input.entityRef ?? place.owner.ref;
    const targets = await Promise.all(
      standings.map(({ cluster, standing }) =>
        this.#applyOn(cluster, standing, place, {
          manifests,
          reason,
          entityRef,
        }),
      ),
    );
    this.#ports.changed(entityRef);
    return { targets };
  }

  /** @throws ConflictError where a host of the manifests is somebody else's */
  async #standingOn(
    cluster: Cluster,
    place: ProvisionPlace,
    manifests: readonly Manifest[],
  ): Promise<NamespaceStanding> {
    const { grants } = this.#ports;
    const standing = await readStanding(cluster, place, grants);
    if (standing.is !== 'ours') return standing;
    let taken: TakenHost[];
    try {
      taken = await takenHosts(cluster, place, manifests, { grants });
    } catch (error) {
      return { is: 'unknown', error: failureOf(error) };
    }
    if (taken.length === 0) return standing;
    const [{ manifest, host }] = taken;
    const { kind, name } = keyOf(manifest);
    throw new ConflictError(
      `${kind} ${name}: ${manifestFindingText({
        code: 'host-taken',
        params: { host },
      })}`,
    );
  }

  #check(input: Input): CheckedManifests {
    const pullSecret = this.#ports.config.pullSecret?.name;
    return validateManifests({ ...input, pullSecret });
  }

  /** A service that is in no catalog yet is of the system that its namespace is for. */
  async #refuseInFreeze(
    { environment, system }: ProvisionPlace,
    standings: readonly NamespaceStanding[],
  ): Promise<void> {
    const systems = system
      ? [system]
      : standings.flatMap(standing => systemOfNamespace(standing) ?? []);
    for (const each of new Set(systems)) {
      const stage = { environment: environment.name, system: each };
      await refuseInFreeze(this.#ports.freezeOf, stage);
    }
  }

  async #applyOn(
    cluster: Cluster,
    standing: NamespaceStanding,
    place: ProvisionPlace,
    work: {
      manifests: readonly Manifest[];
      reason: string;
      entityRef: string;
    },
  ): Promise<ApplyTarget> {
    const { ledger } = this.#ports;
    const { manifests, reason, entityRef } = work;
    const { environment, namespace, system, actor } = place;
    const change = await ledger.begin({
      actor,
      action: 'apply-manifests',
      entityRef,
      system,
      environment: environment.name,
      target: {
        environment: environment.name,
        cluster: cluster.name,
        namespace,
      },
      reason,
      after: { objects: manifests.length },
    });
    const target =
      standing.is === 'unknown'
        ? failedTarget(cluster.name, namespace, manifests, standing.error)
        : await applyManifestsOn(cluster, namespace, manifests);
    await ledger.settle(change, settlementOf(target));
    return target;
  }
}

function systemOfNamespace(standing: NamespaceStanding): string | undefined {
  if (standing.is !== 'ours') return undefined;
  const labels = textsAt(standing.object, 'metadata', 'labels');
  const name = labels[NAMESPACE_SYSTEM_LABEL];
  return name ? `system:default/${name.toLocaleLowerCase('en-US')}` : undefined;
}

function errorsFirst(findings: readonly ManifestFinding[]): ManifestFinding[] {
  const of = (severity: ManifestFinding['severity']) =>
    findings.filter(finding => finding.severity === severity);
  return [...of('error'), ...of('warning')];
}

function refuseErrors(findings: readonly ManifestFinding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const told = errors.slice(0, MOST_TOLD).map(finding => {
    const { object, path } = finding;
    const place = object ? `${object.kind} ${object.name}` : path ?? '';
    return `${place}: ${manifestFindingText(finding)}`;
  });
  const more = errors.length - told.length;
  throw new InputError(
    `The manifests break rules. ${told.join(' ')}${
      more > 0 ? ` And ${more} more.` : ''
    }`,
  );
}

function requireOurs(
  { namespace, owner }: ProvisionPlace,
  cluster: string,
  standing: NamespaceStanding,
): void {
  if (standing.is === 'absent') {
    throw new NotFoundError(
      `There is no namespace ${namespace} on ${cluster}: make it first`,
    );
  }
  if (standing.is === 'theirs') {
    throw new ConflictError(
      `The namespace ${namespace} on ${cluster} does not belong to ${owner.ref}`,
    );
  }
}
