import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { principalOf } from '@pilothouse/pilothouse-node';
import { plainLine, type Message } from '@pilothouse/plugin-release-common';
import type { SkywalkingService } from '@pilothouse/plugin-skywalking-common';
import {
  matchPods,
  SkywalkingError,
  type AskOptions,
  type OapService,
  type Skywalking,
  type Skywalkings,
} from '@pilothouse/plugin-skywalking-node';
import type { ServiceBinding } from './bindService';
import type { EntityPodsReader, KnownPods } from './EntityPodsReader';
import { keepNewest } from './keepNewest';
import { SeenPods } from './SeenPods';
import type { ServiceClaims } from './ServiceClaims';

/** Instances that were heard within so long are asked whose they are: agents report every 30 s. */
const PROOF_WINDOW_MS = 3 * 60_000;
/** A rollout changes pods; what was proven is not asked at each click. */
const KEEP_PROOF_MS = 5 * 60_000;
const MOST_PROOFS = 1_000;

/** A service that was asked for by somebody who may read its entity. */
export interface OpenedService {
  skywalking: Skywalking;
  /** For answers. */
  described: SkywalkingService;
  /** Missing where it cannot be asked about: SkyWalking is away, or does not know it. */
  service?: OapService;
  /** Who asks, and when the whole answer has to be there. */
  ask: Required<Pick<AskOptions, 'person' | 'deadline'>>;
  /** The entity's pods in the environment, as far as they may be seen. */
  pods(): Promise<KnownPods | undefined>;
}

export interface ServiceRequest {
  binding: ServiceBinding;
  environment: string;
  /** Name of a SkyWalking. */
  instance?: string;
  credentials: BackstageCredentials;
}

interface Options {
  auth: AuthService;
  skywalkings: Skywalkings;
  claims: Pick<ServiceClaims, 'isContested'>;
  pods: Pick<EntityPodsReader, 'read'>;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

type Ownership =
  | { owned: true }
  | { owned: false; problem: Message; why: string };

/**
 * Finds the service of an entity, and says whether it is the entity's own.
 *
 * Whoever registers an entity writes its annotations, and could name the service of somebody else. So a name that an
 * entity of another owner carries, too, is given only to the one whose pods are the instances of the service: all that
 * report at present, by the names of pods that the release backend grants to the entity. Addresses prove nothing, as
 * clusters use the same ones.
 */
export class ServiceAccess {
  readonly #options: Options;
  /** Until when a proof holds. */
  readonly #proofs = new Map<string, number>();
  readonly #seen: SeenPods;

  constructor(options: Options) {
    this.#options = options;
    this.#seen = new SeenPods(options.clock);
  }

  /**
   * A SkyWalking that does not answer, or knows no such service, is no error: `described.status` says so.
   *
   * @throws NotFoundError when the entity names no service, or the environment has no SkyWalking; NotAllowedError when
   * the service is not the entity's own
   */
  async open(request: ServiceRequest): Promise<OpenedService> {
    const { binding, environment, instance } = request;
    const skywalking = this.#find(environment, instance);
    const opened = await this.#look(request, skywalking);
    if (opened.described.status !== 'refused') return opened;
    throw new NotAllowedError(
      `${binding.entityRef} may not read the service ${plainLine(
        opened.described.name,
        100,
      )} of SkyWalking: ${opened.why}`,
    );
  }

  /**
   * The service of an entity in every SkyWalking, in the order of environments; once for each name that it has there.
   *
   * @throws NotFoundError
   */
  async list(
    request: Pick<ServiceRequest, 'binding' | 'credentials'>,
  ): Promise<readonly SkywalkingService[]> {
    const { list } = this.#options.skywalkings;
    const services = await Promise.all(
      list.flatMap(skywalking =>
        environmentsByName(skywalking, request.binding).map(
          async environments => {
            const [environment] = environments;
            const { described } = await this.#look(
              { ...request, environment },
              skywalking,
            );
            return { ...described, environments };
          },
        ),
      ),
    );
    return services;
  }

  #find(environment: string, instance: string | undefined): Skywalking {
    const { skywalkings } = this.#options;
    const found =
      instance === undefined
        ? skywalkings.for(environment)
        : skywalkings.get(instance);
    if (found?.serves(environment)) return found;
    throw new NotFoundError(
      instance === undefined
        ? `No SkyWalking serves the environment ${environment}`
        : `There is no SkyWalking ${instance} for the environment ${environment}`,
    );
  }

  async #look(
    request: ServiceRequest,
    skywalking: Skywalking,
  ): Promise<OpenedService & { why?: string }> {
    const { binding, environment, credentials } = request;
    const { auth, claims, pods, clock } = this.#options;
    if (binding.name === undefined) {
      throw new NotFoundError(
        `${binding.entityRef} has no annotation that names its service in SkyWalking`,
      );
    }
    const ask = {
      person: principalOf(auth, credentials).key,
      deadline: clock() + skywalking.timeoutMs,
    };
    const name = skywalking.nameOf(binding.name, environment);
    const described: SkywalkingService = {
      instance: skywalking.name,
      environments: [...skywalking.environments],
      clusters: skywalking.clusters && [...skywalking.clusters],
      name,
      status: 'found',
      ui: skywalking.ui(),
    };
    const readPods = () =>
      pods.read(
        binding.entityRef,
        environment,
        credentials,
        ask.deadline - clock(),
      );
    const opened = { skywalking, described, ask, pods: readPods };
    // First whose it is: what is there of others is nobody's business.
    const isContested = await claims.isContested(binding, this.#calledSo(name));
    try {
      const [service, ui] = await Promise.all([
        skywalking.findService(name, ask),
        skywalking.describeUi(ask),
      ]);
      const ownership = isContested
        ? await this.#prove(request, skywalking, service, ask, readPods)
        : { owned: true as const };
      if (!ownership.owned) {
        const { problem, why } = ownership;
        return {
          ...opened,
          described: { ...described, status: 'refused', problem },
          why,
        };
      }
      if (!service) {
        const problem = { code: 'absent', params: { service: name } };
        return {
          ...opened,
          described: { ...described, ui, status: 'absent', problem },
        };
      }
      const { id, layer } = service;
      return {
        ...opened,
        described: { ...described, ui, id, layer },
        service,
      };
    } catch (error) {
      if (!(error instanceof SkywalkingError)) throw error;
      return {
        ...opened,
        described: {
          ...described,
          status: 'away',
          problem: error.toMessage(),
        },
      };
    }
  }

  /** Several entries of the configuration may be of one OAP, and call the same service by other rules. */
  #calledSo(name: string): string[] {
    const { list } = this.#options.skywalkings;
    return [...new Set(list.flatMap(each => each.calledSo(name)))];
  }

  async #prove(
    { binding, environment }: ServiceRequest,
    skywalking: Skywalking,
    service: OapService | undefined,
    ask: AskOptions,
    readPods: () => Promise<KnownPods | undefined>,
  ): Promise<Ownership> {
    const problem = {
      code: 'claimed-by-others',
      params: { service: binding.name ?? '' },
    };
    const refused = (why: string): Ownership => ({
      owned: false,
      problem,
      why: `an entity of another owner names it, too, and ${why}`,
    });
    if (!service) return refused('no instance of it tells whose it is');
    const now = this.#options.clock();
    const key = JSON.stringify([
      binding.entityRef,
      binding.owners,
      environment,
      skywalking.name,
      service.id,
    ]);
    if ((this.#proofs.get(key) ?? 0) > now) return { owned: true };
    const [window, known] = await Promise.all([
      skywalking.windowOf({ from: now - PROOF_WINDOW_MS, to: now }, ask),
      readPods(),
    ]);
    if (!known || known.isPartial) {
      return refused('the pods that would tell whose it is cannot be read');
    }
    const instances = await skywalking.listInstances(service, window, ask);
    const place = JSON.stringify([
      binding.entityRef,
      binding.owners,
      environment,
    ]);
    const matches = matchPods(instances, this.#seen.note(place, known.pods));
    if (instances.length === 0 || matches.size < instances.length) {
      return refused('its instances are not the pods of this one');
    }
    keepNewest(this.#proofs, key, now + KEEP_PROOF_MS, MOST_PROOFS);
    return { owned: true };
  }
}

/** The environments of a SkyWalking, those together in which the service has one name. */
function environmentsByName(
  skywalking: Skywalking,
  { name = '' }: ServiceBinding,
): string[][] {
  const groups = new Map<string, string[]>();
  for (const environment of skywalking.environments) {
    const called = skywalking.nameOf(name, environment);
    groups.set(called, [...(groups.get(called) ?? []), environment]);
  }
  return [...groups.values()];
}
