import type { Bilingual } from './company';

/** What a service is built with: decides its log lines, its port and its probes. */
export type Platform = 'java' | 'node' | 'dotnet' | 'nginx';

export interface Endpoint {
  method: string;
  /** `{id}` stands for a number. */
  path: string;
  /** Its part of the service's requests, against the other endpoints' weights. */
  weight: number;
}

/** Another service, or one of the company's resources, that a request goes on to. */
export interface Call {
  to: string;
  /** Calls per request; a fraction means that only so many requests make one. */
  rate: number;
}

/** Replicas of the release on each kind of target. */
export interface Replicas {
  dev: number;
  test: number;
  staging: number;
  /** In the larger and in the smaller production clusters. */
  prod: [larger: number, smaller: number];
}

export interface Service {
  name: string;
  title: Bilingual;
  system: string;
  /** Where its images are, when not at `<system>/<name>` of the company's registry. */
  repository?: string;
  owner: string;
  platform: Platform;
  protocol: 'http' | 'rpc' | 'worker';
  port: number;
  lifecycle: 'production' | 'experimental' | 'deprecated';
  tags: string[];
  /** The host under which the public reaches it, if it does. */
  host?: string;
  replicas: Replicas;
  /** Requests from outside per visit to the mall. */
  entry: number;
  endpoints: Endpoint[];
  calls: Call[];
  /** Of a healthy pod at ease. */
  latency: { p50: number; p99: number };
  /** The part of requests that fail on a good day. */
  errorRatio: number;
  /** Requests per second at which a pod begins to sweat. */
  podCapacity: number;
  memoryMiB: number;
  cpuMillis: number;
}

const HEALTH_PORTS: Record<Platform, number> = {
  java: 8080,
  node: 3000,
  dotnet: 5000,
  nginx: 80,
};

type Traits = Pick<
  Service,
  | 'system'
  | 'platform'
  | 'replicas'
  | 'endpoints'
  | 'latency'
  | 'podCapacity'
  | 'memoryMiB'
  | 'cpuMillis'
> &
  Partial<Service>;

/** A service with what most of them have in common filled in. */
export function service(
  name: string,
  en: string,
  zh: string,
  traits: Traits,
): Service {
  return {
    name,
    title: { en, zh },
    owner: `team-${traits.system}`,
    protocol: 'http',
    port: HEALTH_PORTS[traits.platform],
    lifecycle: 'production',
    tags: [traits.platform],
    entry: 0,
    calls: [],
    errorRatio: 0.001,
    ...traits,
  };
}

export function replicas(
  dev: number,
  test: number,
  staging: number,
  larger: number,
  smaller: number,
): Replicas {
  return { dev, test, staging, prod: [larger, smaller] };
}

/** Reads `WEIGHT METHOD PATH` lines. */
export function endpoints(...lines: string[]): Endpoint[] {
  return lines.map(line => {
    const [weight, method, path] = line.split(' ');
    return { method, path, weight: Number(weight) };
  });
}

export function calls(rates: Record<string, number>): Call[] {
  return Object.entries(rates).map(([to, rate]) => ({ to, rate }));
}
