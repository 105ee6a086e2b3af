import { BACKING_STORES, type BackingStore } from '../backing-stores';
import {
  COMPANY,
  DOMAIN,
  DOMAINS,
  GROUPS,
  ORGANIZATION,
  PEOPLE,
  SYSTEMS,
  type Bilingual,
} from '../company';
import type { Service } from '../service';
import { SERVICES } from '../services';
import { openApiOf } from './open-api';

/** An entity of the Backstage catalog, as it stands in a YAML file. */
export interface Entity {
  apiVersion: 'backstage.io/v1alpha1';
  kind: string;
  metadata: {
    name: string;
    title?: string;
    description?: string;
    annotations?: Record<string, string>;
    labels?: Record<string, string>;
    tags?: string[];
    links?: { url: string; title: string; icon?: string; type?: string }[];
  };
  spec: Record<string, unknown>;
}

function entity(
  kind: string,
  metadata: Entity['metadata'],
  spec: Entity['spec'],
): Entity {
  return { apiVersion: 'backstage.io/v1alpha1', kind, metadata, spec };
}

/** English first, Chinese after it: searching in either language finds it. */
function both({ en, zh }: Bilingual): string {
  return `${en} · ${zh}`;
}

/** People and teams. */
export function orgEntities(): Entity[] {
  const groups = GROUPS.map(({ name, title, type, description }) =>
    entity(
      'Group',
      { name, title: both(title), description: both(description) },
      {
        type,
        profile: { displayName: both(title), email: `${name}@${DOMAIN}` },
        ...(name !== ORGANIZATION && { parent: ORGANIZATION }),
        children: [],
      },
    ),
  );
  const users = PEOPLE.map(({ name, displayName, title, groups: memberOf }) =>
    entity(
      'User',
      { name, title: displayName, description: both(title) },
      {
        profile: { displayName, email: `${name}@${DOMAIN}` },
        memberOf,
      },
    ),
  );
  return [...groups, ...users];
}

/** Domains, systems, and what the services keep their data in. */
export function landscapeEntities(): Entity[] {
  return [
    ...DOMAINS.map(({ name, title, owner }) =>
      entity(
        'Domain',
        { name, title: both(title), description: both(COMPANY) },
        { owner },
      ),
    ),
    ...SYSTEMS.map(({ name, title, description, owner, domain }) =>
      entity(
        'System',
        { name, title: both(title), description: both(description) },
        { owner, domain },
      ),
    ),
    ...BACKING_STORES.map(storeEntity),
  ];
}

function storeEntity({
  name,
  title,
  type,
  system,
  tags,
  inCluster,
}: BackingStore): Entity {
  return entity(
    'Resource',
    {
      name,
      title: name,
      description: both(title),
      tags,
      ...(inCluster && {
        annotations: { 'backstage.io/kubernetes-id': name },
      }),
    },
    { type, owner: 'team-platform', system },
  );
}

const TYPES: Record<Service['protocol'], string> = {
  http: 'service',
  rpc: 'service',
  worker: 'worker',
};

/** A service and the API that it offers, if others call it. */
export function serviceEntities(service: Service, forgeUrl: string): Entity[] {
  const { name, title, system, owner, lifecycle, tags, host, calls } = service;
  const offers = isCalled(service);
  const dependsOn = calls.map(({ to }) =>
    SERVICES.some(other => other.name === to)
      ? `component:default/${to}`
      : `resource:default/${to}`,
  );
  const consumesApis = calls
    .filter(({ to }) => SERVICES.some(other => other.name === to))
    .map(({ to }) => to);
  const component = entity(
    'Component',
    {
      name,
      title: name,
      description: both(title),
      annotations: {
        // Found by label in every namespace: staging shares a cluster with prod, so one namespace would not do.
        'backstage.io/kubernetes-id': name,
        'backstage.io/techdocs-ref': 'dir:.',
        'gitlab.com/project-slug': `${system}/${name}`,
        'pilothouse.io/runbook': `/docs/default/component/${name}/runbook`,
        ...(service.platform !== 'nginx' && {
          'skywalking.apache.org/service': name,
        }),
      },
      tags,
      links: [
        ...(host
          ? [{ url: `https://${host}.${DOMAIN}`, title: `${host}.${DOMAIN}` }]
          : []),
        {
          url: `${forgeUrl}/${system}/${name}`,
          title: 'Source 代码',
          icon: 'code',
        },
      ],
    },
    {
      type: service.platform === 'nginx' ? 'website' : TYPES[service.protocol],
      lifecycle,
      owner,
      system,
      dependsOn,
      ...(consumesApis.length > 0 && { consumesApis }),
      ...(offers && { providesApis: [name] }),
    },
  );
  return offers ? [component, apiEntity(service)] : [component];
}

/** Websites and workers are called by people and queues; everything else by programs, and has an API. */
function isCalled({ platform, protocol }: Service): boolean {
  return platform !== 'nginx' && protocol !== 'worker';
}

function apiEntity(service: Service): Entity {
  const { name, title, system, owner, lifecycle, tags } = service;
  return entity(
    'API',
    { name, title: `${name} API`, description: both(title), tags },
    {
      type: service.protocol === 'rpc' ? 'grpc' : 'openapi',
      lifecycle,
      owner,
      system,
      definition: openApiOf(service),
    },
  );
}
