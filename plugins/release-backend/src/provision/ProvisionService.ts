import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  KUBERNETES_ID_ANNOTATION,
  releaseManifestsApplyPermission,
  releaseNamespaceEnsurePermission,
  type ApplyRequest,
  type ApplyResult,
  type NamespaceRequest,
  type NamespaceResult,
  type ValidateRequest,
  type ValidateResult,
} from '@pilothouse/plugin-release-common';
import type { AuthService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { bindEntity } from '../entity/bindEntity';
import { systemOf } from '../stage/CatalogSubjects';
import type { ManifestService } from './ManifestService';
import type { NamespaceService } from './namespace/NamespaceService';
import type { Owner } from './ports';
import { ownerOf, type ProvisionDesk } from './ProvisionDesk';

interface Options {
  auth: AuthService;
  catalog: CatalogService;
  desk: ProvisionDesk;
  manifests: ManifestService;
  namespaces: NamespaceService;
}

/** What of a service is known before, or after, it is in the catalog. */
interface Identity {
  entityRef?: string;
  kubernetesId?: string;
  /** Reference of its system. */
  system?: string;
}

/** Provisioning for somebody: asks whether they may, and does it as them. */
export class ProvisionService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async ensureNamespace(
    request: NamespaceRequest,
    credentials: BackstageCredentials,
  ): Promise<NamespaceResult> {
    const { desk, namespaces } = this.#options;
    const { reason, dryRun = false } = request;
    const place = await desk.open(credentials, request, {
      permission: releaseNamespaceEnsurePermission,
      intoProtected: 'with-override',
      writes: !dryRun,
    });
    return namespaces.ensure(place, { reason, dryRun });
  }

  /** Without an environment anybody may ask: it is a matter of the manifests alone. */
  async validate(
    request: ValidateRequest,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<ValidateResult> {
    const { desk, manifests } = this.#options;
    const { environment, clusters, namespace, owner } = request;
    if (environment === undefined && clusters !== undefined) {
      throw new InputError('clusters goes with an environment');
    }
    const place =
      environment === undefined
        ? undefined
        : await desk.open(
            credentials,
            { environment, clusters, namespace, owner },
            {
              permission: releaseManifestsApplyPermission,
              intoProtected: 'with-override',
              writes: false,
            },
          );
    const identity = await this.#identity(request.entityRef, ownerOf(owner));
    const { system: _, ...service } = identity;
    return manifests.validate({ ...request, ...service }, place, signal);
  }

  async apply(
    request: ApplyRequest,
    credentials: BackstageCredentials,
  ): Promise<ApplyResult> {
    const { desk, manifests } = this.#options;
    const place = await desk.open(credentials, request, {
      permission: releaseManifestsApplyPermission,
      intoProtected: 'never',
      writes: true,
    });
    const identity = await this.#identity(request.entityRef, place.owner);
    const { namespace, reason } = request;
    const { system, ...service } = identity;
    const input = { namespace, manifests: request.manifests, ...service };
    return manifests.apply(input, { ...place, system }, { reason });
  }

  /**
   * The entity of the manifests: one that is there has to be the owner's, so that nobody writes into the ledger of
   * others; one that is not there yet is found by its name, as templates have it.
   */
  async #identity(
    entityRef: string | undefined,
    owner: Owner,
  ): Promise<Identity> {
    if (entityRef === undefined) return {};
    const { auth, catalog } = this.#options;
    const { name } = parseEntityRef(entityRef);
    const entity = await catalog.getEntityByRef(entityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    if (!entity) return { entityRef, kubernetesId: name };
    if (!bindEntity(entity).owners.includes(owner.ref)) {
      throw new NotAllowedError(`${entityRef} is not of ${owner.ref}`);
    }
    const id = entity.metadata.annotations?.[KUBERNETES_ID_ANNOTATION];
    return { entityRef, kubernetesId: id, system: systemOf(entity) };
  }
}
