import { NAMESPACE, type Cluster } from '@pilothouse/plugin-clusters-node';
import type { Grants } from '../../config/Grants';
import { isNotFound } from '../failure';
import { hostsOf } from '../hosts';
import { HTTP_ROUTE, INGRESS } from '../kinds';
import type { Manifest } from '../manifests/Manifest';
import { textAt } from '../manifests/reading';
import { standingOf } from '../namespace/ownedNamespace';
import type { ProvisionPlace } from '../ports';
import { readIfThere } from '../readIfThere';

const ROUTES = [INGRESS, HTTP_ROUTE];

/** The hosts that a route of a cluster is for. */
interface Claim {
  metadata: { namespace: string; name: string };
  hosts: string[];
  /** Milliseconds since the epoch. */
  since: number;
}

/** A host of a manifest that belongs to somebody else. */
export interface TakenHost {
  manifest: Manifest;
  host: string;
}

/**
 * Which hosts of the manifests are those of routes in namespaces of others. Gateways give a host to the oldest route,
 * and so does this: whoever came later cannot keep the first one from changing its own.
 *
 * @throws what {@link Cluster.readAll} throws
 */
export async function takenHosts(
  cluster: Cluster,
  place: ProvisionPlace,
  manifests: readonly Manifest[],
  { grants, signal }: { grants: Grants; signal?: AbortSignal },
): Promise<TakenHost[]> {
  const wanted = manifests
    .filter(({ kind }) => ROUTES.includes(kind))
    .flatMap(manifest =>
      hostsOf(manifest.object).map(host => ({ manifest, host })),
    );
  if (wanted.length === 0) return [];
  const claims = await claimsOn(cluster, signal);
  const isOurs = ownership(cluster, place, { grants, signal });
  const taken: TakenHost[] = [];
  for (const each of wanted) {
    const rivals = claims.filter(({ hosts }) =>
      hosts.some(host => overlap(host, each.host)),
    );
    const since = Math.min(
      ...rivals
        .filter(({ metadata }) => metadata.namespace === place.namespace)
        .map(claim => claim.since),
    );
    const first = rivals.filter(claim => claim.since < since);
    const namespaces = new Set(first.map(({ metadata }) => metadata.namespace));
    for (const namespace of namespaces) {
      if (await isOurs(namespace)) continue;
      taken.push(each);
      break;
    }
  }
  return taken;
}

/** `*.example.com` covers `shop.example.com`. */
function overlap(one: string, other: string): boolean {
  return one === other || covers(one, other) || covers(other, one);
}

function covers(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1));
}

async function claimsOn(
  cluster: Cluster,
  signal: AbortSignal | undefined,
): Promise<Claim[]> {
  const found = await Promise.all(
    ROUTES.map(kind =>
      cluster.readAll(kind, claimOf, { signal }).catch(error => {
        // A cluster without the Gateway API has no routes of it.
        if (isNotFound(error)) return [];
        throw error;
      }),
    ),
  );
  return found.flat();
}

function claimOf(route: unknown): Claim | undefined {
  const hosts = hostsOf(route);
  const namespace = textAt(route, 'metadata', 'namespace');
  const name = textAt(route, 'metadata', 'name');
  if (hosts.length === 0 || !namespace || !name) return undefined;
  const created = textAt(route, 'metadata', 'creationTimestamp') ?? '';
  return {
    metadata: { namespace, name },
    hosts,
    since: Date.parse(created) || 0,
  };
}

/** Whether a namespace belongs to the owner of the place too; each is asked about once. */
function ownership(
  cluster: Cluster,
  place: ProvisionPlace,
  { grants, signal }: { grants: Grants; signal?: AbortSignal },
): (namespace: string) => Promise<boolean> {
  const known = new Map([[place.namespace, Promise.resolve(true)]]);
  const ask = async (namespace: string): Promise<boolean> => {
    const target = { name: namespace };
    const object = await readIfThere(cluster, NAMESPACE, target, signal);
    // What was in it goes with it.
    if (!object) return true;
    const there = { ...place, namespace };
    return standingOf(object, cluster.name, there, grants).is === 'ours';
  };
  return namespace => {
    const answer = known.get(namespace) ?? ask(namespace);
    known.set(namespace, answer);
    return answer;
  };
}
