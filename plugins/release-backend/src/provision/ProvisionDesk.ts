import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Cluster } from '@pilothouse/plugin-clusters-node';
import {
  releasePolicyOverridePermission,
  type Environment,
} from '@pilothouse/plugin-release-common';
import type { Environments } from '../config/Environments';
import { principalOf } from '@pilothouse/pilothouse-node';
import type { StageAccess, StagePermission } from '../stage/StageAccess';
import type { Owner, ProvisionPlace, ProvisionPorts } from './ports';
import { refuseInFreeze } from './refuseInFreeze';

/** Of the cluster itself, and ours. */
const RESERVED = /^(kube-.*|default|pilothouse)$/;
/** What can stand in a label. */
const LABEL = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/;

/** What is asked for, as it was sent. */
export interface PlaceRequest {
  environment: string;
  clusters?: readonly string[];
  namespace: string;
  owner: string;
  system?: string;
}

interface Options
  extends Pick<ProvisionPorts, 'config' | 'clusters' | 'freezeOf'> {
  auth: AuthService;
  catalog: CatalogService;
  environments: Environments;
  stages: StageAccess;
}

/** Finds out where something is to be done, and whether whoever asks may do it there. */
export class ProvisionDesk {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * @param options - `writes` asks for freezes too; `intoProtected` needs the right to override policies there, and is
   * refused where it is `never`
   * @throws InputError, NotAllowedError, NotFoundError for a cluster that is not configured, ConflictError in a freeze
   */
  async open(
    credentials: BackstageCredentials,
    request: PlaceRequest,
    options: {
      permission: StagePermission;
      intoProtected: 'with-override' | 'never';
      writes: boolean;
    },
  ): Promise<ProvisionPlace> {
    const { auth, stages, environments } = this.#options;
    const environment = this.#environment(request.environment);
    const names = clusterNames(environment, request.clusters);
    this.#checkNamespace(request.namespace, environment, names, environments);
    const owner = await this.owner(request.owner, credentials);
    const stage = { entityRef: owner.ref, environment: environment.name };
    await stages.require(credentials, options.permission, stage);
    if (environment.protected) {
      if (options.intoProtected === 'never') {
        throw new NotAllowedError(
          `${environment.name} is protected: what is new comes there by a rollout`,
        );
      }
      const permission = releasePolicyOverridePermission;
      await stages.require(credentials, permission, stage);
    }
    const { system, systemOwner } = await this.#system(
      request.system,
      credentials,
    );
    if (options.writes) {
      const { freezeOf } = this.#options;
      await refuseInFreeze(freezeOf, { environment: environment.name, system });
    }
    return {
      environment,
      clusters: await this.#clusters(names),
      namespace: request.namespace,
      owner,
      actor: principalOf(auth, credentials).key,
      system,
      systemOwner,
    };
  }

  /**
   * The group that is to own something, as the catalog has it.
   *
   * @throws InputError for what is no group that a label can name, or that the asker does not see
   */
  async owner(text: string, credentials: BackstageCredentials): Promise<Owner> {
    const owner = ownerOf(text);
    const entity = await this.#options.catalog.getEntityByRef(owner.ref, {
      credentials,
    });
    if (entity) return owner;
    throw new InputError(
      `owner: there is no ${owner.ref}, or you may not see it`,
    );
  }

  /** Only one that the asker sees: its freezes and its lines in the ledger are nobody else's. */
  async #system(
    text: string | undefined,
    credentials: BackstageCredentials,
  ): Promise<Pick<ProvisionPlace, 'system' | 'systemOwner'>> {
    if (text === undefined) return {};
    const system = systemRefOf(text);
    const { catalog } = this.#options;
    const entity = await catalog.getEntityByRef(system, { credentials });
    if (!entity) {
      throw new InputError(
        `system: there is no ${system}, or you may not see it`,
      );
    }
    const owner = entity.relations?.find(
      ({ type }) => type === RELATION_OWNED_BY,
    );
    return { system, systemOwner: owner?.targetRef };
  }

  #environment(name: string): Environment {
    const { environments } = this.#options;
    const environment = environments.find(name);
    if (environment) return environment;
    const names = environments.list.map(each => each.name).join(', ');
    throw new InputError(`environment has to be one of ${names}`);
  }

  #checkNamespace(
    namespace: string,
    environment: Environment,
    clusters: readonly string[],
    environments: Environments,
  ): void {
    const { pullSecret, ingressFrom } = this.#options.config;
    const taken = [...ingressFrom, pullSecret?.namespace];
    if (RESERVED.test(namespace) || taken.includes(namespace)) {
      throw new InputError(`namespace: ${namespace} is not for services`);
    }
    for (const cluster of clusters) {
      const place = environments.of(cluster, namespace);
      if (place === environment.name) continue;
      throw new InputError(
        `namespace: ${namespace} on ${cluster} belongs to ${
          place ?? 'no environment'
        }, not to ${environment.name}`,
      );
    }
  }

  #clusters(names: readonly string[]): Promise<Cluster[]> {
    return Promise.all(
      names.map(async name => {
        const cluster = await this.#options.clusters.get(name);
        if (cluster) return cluster;
        throw new NotFoundError(
          `The cluster ${name} is in no configuration of kubernetes`,
        );
      }),
    );
  }
}

function clusterNames(
  environment: Environment,
  wanted: readonly string[] | undefined,
): string[] {
  const unknown = wanted?.find(name => !environment.clusters.includes(name));
  if (unknown !== undefined) {
    throw new InputError(
      `clusters: "${unknown}" is none of ${
        environment.name
      }, which has ${environment.clusters.join(', ')}`,
    );
  }
  return environment.clusters.filter(name => wanted?.includes(name) ?? true);
}

/**
 * A group as a label can name it.
 *
 * @throws InputError
 */
export function ownerOf(text: string): Owner {
  const parts = parsed('owner', text, 'group');
  const name = parts.name.toLocaleLowerCase('en-US');
  const isNameable =
    parts.kind.toLocaleLowerCase('en-US') === 'group' &&
    parts.namespace.toLocaleLowerCase('en-US') === 'default' &&
    LABEL.test(name);
  if (isNameable) return { ref: `group:default/${name}`, name };
  throw new InputError(
    'owner has to be a group of the namespace default, such as group:default/team-order: a label of the Namespace names it',
  );
}

function systemRefOf(text: string): string {
  const parts = parsed('system', text, 'system');
  const ref = stringifyEntityRef(parts);
  if (
    ref.startsWith('system:') &&
    LABEL.test(parts.name.toLocaleLowerCase('en-US'))
  ) {
    return ref;
  }
  throw new InputError(
    'system has to be a system, such as system:default/order',
  );
}

function parsed(what: string, text: string, defaultKind: string) {
  try {
    return parseEntityRef(text, { defaultKind, defaultNamespace: 'default' });
  } catch {
    throw new InputError(
      `${what} has to be the reference of a ${defaultKind}, such as ${defaultKind}:default/order`,
    );
  }
}
