import type { Cluster } from '@pilothouse/plugin-clusters-node';
import type { NamespaceObject } from '@pilothouse/plugin-release-common';
import { applySettled } from '../applySettled';
import { endsTheCluster, failureOf, provisionError } from '../failure';
import { SECRET, SERVICE_ACCOUNT } from '../kinds';
import { recordsAt, textAt, type Json } from '../manifests/reading';
import { readIfThere, seenOf } from '../readIfThere';
import { NAMESPACE_MANAGER } from './bodies';

const TYPE = 'kubernetes.io/dockerconfigjson';
const KEY = '.dockerconfigjson';
/** Says where a copy is from, for whoever wonders. */
const COPIED_FROM = 'pilothouse.io/copied-from';

interface Source {
  namespace: string;
  name: string;
}

interface Options {
  dryRun: boolean;
}

function failed(message: string): Pick<NamespaceObject, 'status' | 'error'> {
  return { status: 'failed', error: provisionError('pull-secret', message) };
}

/**
 * Copies the pull secret of the house into a namespace. What is in it goes from one answer of the cluster into the next
 * request, and nowhere else: of what the cluster says about a Secret not even a message is passed on.
 */
export async function copyPullSecret(
  cluster: Cluster,
  source: Source,
  namespace: string,
  { dryRun }: Options,
): Promise<NamespaceObject> {
  const { name } = source;
  const key = { apiVersion: 'v1', kind: 'Secret', name };
  const from = `${source.namespace}/${name}`;
  try {
    const secret = await readIfThere(cluster, SECRET, source);
    if (!secret) {
      return { ...key, ...failed(`there is no Secret ${from}`) };
    }
    const value = textAt(secret, 'data', KEY);
    if (textAt(secret, 'type') !== TYPE || value === undefined) {
      // Whatever else the configuration names is none of a service's business.
      return { ...key, ...failed(`${from} is no Secret of type ${TYPE}`) };
    }
    const body = {
      metadata: {
        name,
        namespace,
        annotations: { [COPIED_FROM]: from },
      },
      type: TYPE,
      data: { [KEY]: value },
    };
    const applied = await applySettled(
      cluster,
      SECRET,
      { name, namespace },
      { fieldManager: NAMESPACE_MANAGER, dryRun, bodyOf: () => body },
    );
    switch (applied.status) {
      case 'created':
      case 'unchanged':
        return { ...key, status: applied.status };
      case 'changed':
        return { ...key, status: 'updated' };
      default:
        return applied.outcome.outcome === 'conflict'
          ? { ...key, status: 'kept' }
          : { ...key, ...failed('nobody knows whether it is there now') };
    }
  } catch (error) {
    const failure = failureOf(error);
    return endsTheCluster(failure)
      ? {
          ...key,
          status: 'failed',
          error: provisionError(
            'unreachable',
            `${cluster.name} does not answer`,
          ),
        }
      : { ...key, ...failed(`${cluster.name} refuses it`) };
  }
}

/** Lets pods that name no account of their own pull with the secret. What is in the list besides stays. */
export async function addPullSecret(
  cluster: Cluster,
  namespace: string,
  secret: string,
  { dryRun }: Options,
): Promise<NamespaceObject> {
  const name = 'default';
  const key = { apiVersion: 'v1', kind: 'ServiceAccount', name };
  try {
    const account = await readIfThere(cluster, SERVICE_ACCOUNT, {
      name,
      namespace,
    });
    const written = account
      ? await appendSecret(cluster, account, {
          namespace,
          name,
          secret,
          dryRun,
        })
      : await createAccount(cluster, { namespace, name, secret, dryRun });
    return { ...key, ...written };
  } catch (error) {
    return { ...key, status: 'failed', error: failureOf(error) };
  }
}

interface AccountWrite extends Options {
  namespace: string;
  name: string;
  secret: string;
}

type Written = Pick<NamespaceObject, 'status' | 'error'>;

/** The cluster makes this account soon after the namespace; whoever is first does no harm to the other. */
async function createAccount(
  cluster: Cluster,
  { namespace, name, secret, dryRun }: AccountWrite,
): Promise<Written> {
  const body = {
    metadata: { name, namespace },
    imagePullSecrets: [{ name: secret }],
  };
  const applied = await applySettled(
    cluster,
    SERVICE_ACCOUNT,
    { name, namespace },
    { fieldManager: NAMESPACE_MANAGER, dryRun, bodyOf: () => body },
  );
  if (applied.status === 'not-done') {
    return {
      status: 'failed',
      error: provisionError('conflict', applied.outcome.message),
    };
  }
  return { status: applied.status === 'created' ? 'created' : 'updated' };
}

/** A list of this kind belongs to its writer as a whole, so that an item is added, not applied. */
async function appendSecret(
  cluster: Cluster,
  account: Json,
  { namespace, name, secret, dryRun }: AccountWrite,
): Promise<Written> {
  const secrets = recordsAt(account, 'imagePullSecrets');
  if (secrets.some(each => each.name === secret))
    return { status: 'unchanged' };
  const outcome = await cluster.jsonPatch<Json>(
    SERVICE_ACCOUNT,
    { namespace, name, ...seenOf(account) },
    [
      secrets.length > 0
        ? { op: 'add', path: '/imagePullSecrets/-', value: { name: secret } }
        : { op: 'add', path: '/imagePullSecrets', value: [{ name: secret }] },
    ],
    { fieldManager: NAMESPACE_MANAGER, dryRun },
  );
  return outcome.outcome === 'done'
    ? { status: 'updated' }
    : { status: 'failed', error: provisionError('conflict', outcome.message) };
}
