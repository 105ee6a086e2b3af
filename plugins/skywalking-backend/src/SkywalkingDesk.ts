import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { EntityAccess } from '@pilothouse/pilothouse-node';
import {
  skywalkingServiceReadPermission,
  type EndpointList,
  type EndpointOrder,
  type Health,
  type InstanceList,
  type ServiceList,
  type TraceList,
} from '@pilothouse/plugin-skywalking-common';
import type { ServiceBinding } from './access/bindService';
import type { OpenedService, ServiceAccess } from './access/ServiceAccess';
import type { HealthService } from './health/HealthService';
import { timeRange, type TimeRange } from './http/timeRange';
import { findTraces, type TraceFilter } from './lists/findTraces';
import { listEndpoints } from './lists/listEndpoints';
import { listInstances } from './lists/listInstances';

/** What every question about a service says. */
export interface WindowQuestion {
  entityRef: string;
  environment: string;
  instance?: string;
  from?: string;
  to?: string;
}

interface Options {
  access: Pick<EntityAccess<ServiceBinding>, 'open'>;
  services: ServiceAccess;
  health: HealthService;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

/** Answers whoever may ask: the same for HTTP, actions and links. */
export class SkywalkingDesk {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** The entity's service in every SkyWalking; none where it names none. @throws NotFoundError, NotAllowedError */
  async services(
    { entityRef }: Pick<WindowQuestion, 'entityRef'>,
    credentials: BackstageCredentials,
  ): Promise<ServiceList> {
    const binding = await this.#bind(entityRef, credentials);
    const services =
      binding.name === undefined
        ? []
        : await this.#options.services.list({ binding, credentials });
    return { services: [...services], now: this.#now() };
  }

  /** @throws NotFoundError, NotAllowedError, InputError, as all that follow */
  async health(
    question: WindowQuestion,
    credentials: BackstageCredentials,
  ): Promise<Health> {
    const { opened, range } = await this.#open(question, credentials);
    return this.#options.health.get(opened, range);
  }

  async instances(
    question: WindowQuestion,
    credentials: BackstageCredentials,
  ): Promise<InstanceList> {
    const { opened, range } = await this.#open(question, credentials);
    return listInstances(opened, range, this.#now());
  }

  async endpoints(
    question: WindowQuestion & { order: EndpointOrder; limit: number },
    credentials: BackstageCredentials,
  ): Promise<EndpointList> {
    const { opened, range } = await this.#open(question, credentials);
    return listEndpoints(opened, range, question, this.#now());
  }

  async traces(
    question: WindowQuestion & TraceFilter,
    credentials: BackstageCredentials,
  ): Promise<TraceList> {
    const { opened, range } = await this.#open(question, credentials);
    return findTraces(opened, range, question, this.#now());
  }

  #bind(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<ServiceBinding> {
    return this.#options.access.open(
      entityRef,
      skywalkingServiceReadPermission,
      credentials,
    );
  }

  async #open(
    question: WindowQuestion,
    credentials: BackstageCredentials,
  ): Promise<{ opened: OpenedService; range: TimeRange }> {
    const range = timeRange(question, this.#options.clock());
    const { entityRef, environment, instance } = question;
    const binding = await this.#bind(entityRef, credentials);
    const opened = await this.#options.services.open({
      binding,
      environment,
      instance,
      credentials,
    });
    return { opened, range };
  }

  #now(): string {
    return new Date(this.#options.clock()).toISOString();
  }
}
