import { createHash } from 'node:crypto';
import { resources } from '../resources';
import type { ResourceType } from '../types';
import { negotiateDiscovery } from './negotiation';
import {
  header,
  isPretty,
  pageNotFound,
  type Answer,
  type ApiRequest,
} from './http';
import { finish, goJson } from './representation';

/** One entry of an APIResourceList. */
interface ApiResource {
  name: string;
  singularName: string;
  namespaced: boolean;
  group?: string;
  version?: string;
  kind: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
  storageVersionHash?: string;
}

interface GroupVersion {
  group: string;
  version: string;
  resources: ApiResource[];
}

const REVIEW = { verbs: ['create'], singularName: '' };
const METRIC = { verbs: ['get', 'list'], singularName: '' };

/** What is served but not stored. */
const virtual: GroupVersion[] = [
  {
    group: '',
    version: 'v1',
    resources: [
      {
        name: 'pods/log',
        singularName: '',
        namespaced: true,
        kind: 'Pod',
        verbs: ['get'],
      },
      {
        name: 'serviceaccounts/token',
        singularName: '',
        namespaced: true,
        group: 'authentication.k8s.io',
        version: 'v1',
        kind: 'TokenRequest',
        verbs: ['create'],
      },
    ],
  },
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    resources: [
      {
        ...REVIEW,
        name: 'selfsubjectreviews',
        singularName: 'selfsubjectreview',
        namespaced: false,
        kind: 'SelfSubjectReview',
      },
    ],
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    resources: [
      'LocalSubjectAccessReview',
      'SelfSubjectAccessReview',
      'SelfSubjectRulesReview',
      'SubjectAccessReview',
    ].map(kind => ({
      ...REVIEW,
      name: `${kind.toLowerCase()}s`,
      singularName: kind.toLowerCase(),
      namespaced: kind.startsWith('Local'),
      kind,
    })),
  },
  {
    group: 'metrics.k8s.io',
    version: 'v1beta1',
    resources: [
      { ...METRIC, name: 'nodes', namespaced: false, kind: 'NodeMetrics' },
      { ...METRIC, name: 'pods', namespaced: true, kind: 'PodMetrics' },
    ],
  },
];

const groupVersions = collect();

function collect(): GroupVersion[] {
  const found = new Map<string, GroupVersion>();
  const of = ({ group, version }: { group: string; version: string }) => {
    const key = `${group}/${version}`;
    let entry = found.get(key);
    if (!entry) found.set(key, (entry = { group, version, resources: [] }));
    return entry.resources;
  };
  for (const type of Object.values(resources))
    of(type).push(describe(type), ...type.subresources.map(describeSub(type)));
  for (const entry of virtual) of(entry).push(...entry.resources);
  for (const entry of found.values())
    entry.resources.sort((left, right) => (left.name < right.name ? -1 : 1));
  return [...found.values()];
}

function describe(type: ResourceType): ApiResource {
  const { plural, singular, namespaced, kind, verbs } = type;
  const { shortNames, categories } = type;
  return {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length && { shortNames }),
    ...(categories.length && { categories }),
    storageVersionHash: hashOf(type),
  };
}

/** Tells clients when the stored form of a kind changes: the first bytes of a hash of its name. */
function hashOf({ group, version, kind }: ResourceType): string {
  return createHash('sha256')
    .update(`${group}/${version}/${kind}`)
    .digest()
    .subarray(0, 8)
    .toString('base64');
}

function describeSub(type: ResourceType): (subresource: string) => ApiResource {
  return subresource => ({
    name: `${type.plural}/${subresource}`,
    singularName: '',
    namespaced: type.namespaced,
    ...(subresource === 'scale' && { group: 'autoscaling', version: 'v1' }),
    kind: subresource === 'scale' ? 'Scale' : type.kind,
    verbs: subresource === 'finalize' ? ['update'] : ['get', 'patch', 'update'],
  });
}

/** Answers `/api`, `/apis` and what lies below, in the plain and in the aggregated form. */
export function discover(
  request: Omit<ApiRequest, 'body'>,
  serverAddress: string,
): Answer {
  const { as, format, contentType } = negotiateDiscovery(
    header(request, 'accept'),
  );
  const parts = request.url.pathname.split('/').filter(Boolean);
  const aggregated = as === 'discovery' && parts.length === 1;
  const document = aggregated
    ? aggregate(parts[0] === 'api')
    : plain(parts, serverAddress);
  if (!document) return pageNotFound();
  return {
    status: 200,
    contentType: aggregated ? contentType : `application/${format}`,
    body: finish(goJson(document), format, isPretty(request)),
  };
}

function plain(parts: string[], serverAddress: string): object | undefined {
  const [root, ...rest] = parts;
  if (root === 'api' && rest.length === 0)
    return {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
    };
  const groups = groupVersions
    .filter(({ group }) => group !== '')
    .map(describeGroup);
  if (root === 'apis' && rest.length === 0)
    return { kind: 'APIGroupList', apiVersion: 'v1', groups };
  const [group, version] = root === 'api' ? ['', rest[0]] : rest;
  if (version === undefined) {
    const found = groups.find(({ name }) => name === group);
    return found && { kind: 'APIGroup', apiVersion: 'v1', ...found };
  }
  const served = groupVersions.find(
    entry => entry.group === group && entry.version === version,
  );
  return (
    served && {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: nameOf(served),
      resources: served.resources,
    }
  );
}

function describeGroup(entry: GroupVersion) {
  const version = { groupVersion: nameOf(entry), version: entry.version };
  return { name: entry.group, versions: [version], preferredVersion: version };
}

function nameOf({ group, version }: GroupVersion): string {
  return group ? `${group}/${version}` : version;
}

function aggregate(core: boolean) {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groupVersions
      .filter(({ group }) => (group === '') === core)
      .map(entry => ({
        metadata: {
          ...(entry.group && { name: entry.group }),
          creationTimestamp: null,
        },
        versions: [
          {
            version: entry.version,
            resources: aggregateResources(entry),
            freshness: 'Current',
          },
        ],
      })),
  };
}

function aggregateResources({ group, version, resources: all }: GroupVersion) {
  const kindOf = (resource: ApiResource) => ({
    group: resource.group ?? group,
    version: resource.version ?? version,
    kind: resource.kind,
  });
  return all
    .filter(({ name }) => !name.includes('/'))
    .map(resource => ({
      resource: resource.name,
      responseKind: kindOf(resource),
      scope: resource.namespaced ? 'Namespaced' : 'Cluster',
      singularResource: resource.singularName,
      verbs: resource.verbs,
      ...(resource.shortNames && { shortNames: resource.shortNames }),
      ...(resource.categories && { categories: resource.categories }),
      subresources: all
        .filter(({ name }) => name.startsWith(`${resource.name}/`))
        .map(subresource => ({
          subresource: subresource.name.split('/')[1],
          responseKind: kindOf(subresource),
          verbs: subresource.verbs,
        })),
    }));
}
