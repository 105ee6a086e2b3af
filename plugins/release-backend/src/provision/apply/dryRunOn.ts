import { isError } from '@backstage/errors';
import type { Cluster } from '@pilothouse/plugin-clusters-node';
import type { ManifestFinding } from '@pilothouse/plugin-release-common';
import type { Grants } from '../../config/Grants';
import { failureOf, isNotFound } from '../failure';
import { isCustom } from '../kinds';
import {
  keyOf,
  reporter,
  type Manifest,
  type Report,
} from '../manifests/Manifest';
import type { Json } from '../manifests/reading';
import { readStanding } from '../namespace/ownedNamespace';
import type { ProvisionPlace } from '../ports';
import { readIfThere, seenOf } from '../readIfThere';
import { inOrder } from './applyManifestsOn';
import { manifestBody, MANIFESTS_MANAGER } from './manifestBody';
import { takenHosts } from './takenHosts';

/** What a cluster says to the manifests, field by field and by its admission; nothing is kept. */
export async function dryRunOn(
  cluster: Cluster,
  place: ProvisionPlace,
  manifests: readonly Manifest[],
  { grants, signal }: { grants: Grants; signal?: AbortSignal },
): Promise<ManifestFinding[]> {
  const findings: ManifestFinding[] = [];
  const { namespace } = place;
  const standing = await readStanding(cluster, place, grants);
  if (standing.is !== 'ours') {
    const report = reporter(findings, { cluster: cluster.name });
    if (standing.is === 'unknown') reportFailure(standing.error, report);
    else report('namespace-missing', { namespace });
    return findings;
  }
  await reportTakenHosts(cluster, place, manifests, {
    grants,
    signal,
    findings,
  });
  for (const manifest of inOrder(manifests)) {
    signal?.throwIfAborted();
    const report = reporter(findings, {
      path: manifest.path,
      object: keyOf(manifest),
      cluster: cluster.name,
    });
    const isLost = await dryRun(cluster, namespace, manifest, report, signal);
    if (isLost) break;
  }
  return findings;
}

async function reportTakenHosts(
  cluster: Cluster,
  place: ProvisionPlace,
  manifests: readonly Manifest[],
  options: {
    grants: Grants;
    signal?: AbortSignal;
    findings: ManifestFinding[];
  },
): Promise<void> {
  const { findings } = options;
  try {
    for (const { manifest, host } of await takenHosts(
      cluster,
      place,
      manifests,
      options,
    )) {
      const { path } = manifest;
      const object = keyOf(manifest);
      reporter(findings, { path, object, cluster: cluster.name })(
        'host-taken',
        { host },
      );
    }
  } catch (error) {
    const report = reporter(findings, { cluster: cluster.name });
    reportFailure(failureOf(error), report);
  }
}

/** @returns whether the cluster does not answer, so that the rest need not be tried */
async function dryRun(
  cluster: Cluster,
  namespace: string,
  manifest: Manifest,
  report: Report,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { kind, name } = manifest;
  const options = {
    fieldManager: MANIFESTS_MANAGER,
    dryRun: true,
    fieldValidation: 'Strict',
    signal,
  } as const;
  try {
    const live = await readIfThere(cluster, kind, { namespace, name }, signal);
    const { body } = manifestBody(manifest, live);
    // Made new, a cluster names each field that it does not know; applied, only the first, and as a fault of its own.
    const outcome = live
      ? await cluster.apply<Json>(kind, body, {
          ...options,
          precondition: seenOf(live),
        })
      : await cluster.create<Json>(kind, body, options);
    if (
      outcome.outcome === 'unknown' ||
      (outcome.outcome === 'conflict' && outcome.reason === 'owned')
    ) {
      report('dry-run-refused', { message: outcome.message });
    }
    // Changed meanwhile: it is there, and was taken a moment ago.
    return false;
  } catch (error) {
    if (isError(error) && error.name === 'NotOursError') {
      report('not-ours');
      return false;
    }
    if (isNotFound(error) && isCustom(kind)) {
      report('not-served', {}, 'warning');
      return false;
    }
    return reportFailure(failureOf(error), report);
  }
}

function reportFailure(
  { code, params }: ReturnType<typeof failureOf>,
  report: Report,
): boolean {
  const message = String(params.message ?? '');
  const isLost = code === 'unreachable';
  report(isLost ? 'cluster-unreachable' : 'dry-run-refused', { message });
  return isLost;
}
