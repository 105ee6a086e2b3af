import type { BackingStore } from '../../world/backing-stores';
import type { Platform, Service } from '../../world/service';
import type { Span } from './model';

/** What an agent of the platform calls the framework that takes requests, and the one that makes them. */
export const FRAMEWORKS: Record<Platform, { server: string; client: string }> =
  {
    java: { server: 'SpringMVC', client: 'SpringRestTemplate' },
    node: { server: 'Express', client: 'Axios' },
    dotnet: { server: 'AspNetCore', client: 'HttpClient' },
    nginx: { server: 'Nginx', client: 'Nginx' },
  };

/** What takes requests of a service. */
export function serverOf({ protocol, platform }: Service): string {
  if (protocol === 'rpc') return 'Dubbo';
  return protocol === 'worker' ? 'kafka-consumer' : FRAMEWORKS[platform].server;
}

/** With what one service calls another. */
export function clientOf(from: Service, to: Service): string {
  return to.protocol === 'rpc' ? 'Dubbo' : FRAMEWORKS[from.platform].client;
}

export function layerOf({ protocol }: Service): Span['layer'] {
  if (protocol === 'rpc') return 'RPCFramework';
  return protocol === 'worker' ? 'MQ' : 'Http';
}

/** A store as the far end of a span, and as a node of the map. */
export const STORES: Record<
  BackingStore['type'],
  { client: string; node: string; layer: Span['layer'] }
> = {
  database: {
    client: 'mysql-connector-java',
    node: 'Mysql',
    layer: 'Database',
  },
  cache: { client: 'Lettuce', node: 'Redis', layer: 'Cache' },
  queue: { client: 'kafka-producer', node: 'Kafka', layer: 'MQ' },
};
