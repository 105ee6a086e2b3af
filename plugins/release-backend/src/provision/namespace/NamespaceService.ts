import { ConflictError, NotAllowedError } from '@backstage/errors';
import type {
  NamespaceResult,
  NamespaceTarget,
} from '@pilothouse/plugin-release-common';
import type { Cluster } from '@pilothouse/plugin-clusters-node';
import type { Grants } from '../../config/Grants';
import { settlementOf } from '../settlement';
import type { ProvisionPlace, ProvisionPorts } from '../ports';
import { ensureNamespaceOn } from './ensureNamespaceOn';
import { readStanding, type NamespaceStanding } from './ownedNamespace';

/** Makes namespaces ready for the services of a group. May be repeated: what is there already stays. */
export class NamespaceService {
  readonly #ports: ProvisionPorts;

  constructor(ports: ProvisionPorts) {
    this.#ports = ports;
  }

  /**
   * Looks at all clusters before it writes to one. What fails on one does not keep the others from being done.
   *
   * @throws ConflictError where the namespace is somebody else's; NotAllowedError where it is not there, and is for
   * somebody else
   */
  async ensure(
    place: ProvisionPlace,
    { reason, dryRun }: { reason: string; dryRun: boolean },
  ): Promise<NamespaceResult> {
    const { grants, changed } = this.#ports;
    const standings = await Promise.all(
      place.clusters.map(async cluster => ({
        cluster,
        standing: await readStanding(cluster, place, grants),
      })),
    );
    refuseTheirs(place, standings);
    refuseReserved(place, standings, grants);
    const targets = await Promise.all(
      standings.map(({ cluster, standing }) =>
        dryRun
          ? this.#ensureOn(cluster, standing, place, true)
          : this.#noted(cluster, standing, place, reason),
      ),
    );
    if (!dryRun) changed(place.owner.ref);
    return { targets };
  }

  #ensureOn(
    cluster: Cluster,
    standing: NamespaceStanding,
    place: ProvisionPlace,
    dryRun: boolean,
  ): Promise<NamespaceTarget> {
    const { config, grants } = this.#ports;
    return ensureNamespaceOn(cluster, standing, {
      place,
      config,
      grants,
      dryRun,
    });
  }

  async #noted(
    cluster: Cluster,
    standing: NamespaceStanding,
    place: ProvisionPlace,
    reason: string,
  ): Promise<NamespaceTarget> {
    const { ledger } = this.#ports;
    const { environment, namespace, owner, system, actor } = place;
    const change = await ledger.begin({
      actor,
      action: 'ensure-namespace',
      entityRef: owner.ref,
      system,
      environment: environment.name,
      target: {
        environment: environment.name,
        cluster: cluster.name,
        namespace,
      },
      reason,
      after: { owner: owner.ref },
    });
    const target = await this.#ensureOn(cluster, standing, place, false);
    await ledger.settle(change, settlementOf(target));
    return target;
  }
}

function refuseTheirs(
  { namespace, owner }: ProvisionPlace,
  standings: readonly { cluster: Cluster; standing: NamespaceStanding }[],
): void {
  for (const { cluster, standing } of standings) {
    if (standing.is !== 'theirs') continue;
    throw new ConflictError(
      standing.owner === undefined
        ? `The namespace ${namespace} on ${cluster.name} is there, and its label says of nobody that it is theirs: whoever runs the cluster can give it to ${owner.ref}`
        : `The namespace ${namespace} on ${cluster.name} belongs to ${standing.owner}`,
    );
  }
}

/** Whoever made it first would have it: the namespace of a system is for the system's owner. */
function refuseReserved(
  { environment, namespace, owner, system, systemOwner }: ProvisionPlace,
  standings: readonly { cluster: Cluster; standing: NamespaceStanding }[],
  grants: Grants,
): void {
  for (const { cluster, standing } of standings) {
    if (standing.is !== 'absent') continue;
    const missing = `The namespace ${namespace} on ${cluster.name} is not there yet, and`;
    if (systemOwner !== undefined && systemOwner !== owner.ref) {
      throw new NotAllowedError(
        `${missing} ${system} belongs to ${systemOwner}: its owner makes it first`,
      );
    }
    const target = {
      environment: environment.name,
      cluster: cluster.name,
      namespace,
    };
    if (grants.isForOthers(target, owner.ref)) {
      throw new NotAllowedError(
        `${missing} the configuration pilothouse.namespaces has it for others than ${owner.ref}`,
      );
    }
  }
}
