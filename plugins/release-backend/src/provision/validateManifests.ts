import type {
  ManifestFile,
  ManifestFinding,
} from '@pilothouse/plugin-release-common';
import { reporterOf, type Manifest } from './manifests/Manifest';
import { parseManifests } from './manifests/parseManifests';
import { checkAlerts } from './rules/alertRules';
import { checkPullSecret, checkReferences } from './rules/referenceRules';
import { checkRestricted } from './rules/restrictedRules';
import { checkSecrets } from './rules/secretRules';
import { workloadsOf } from './rules/workload';
import { checkWorkload } from './rules/workloadRules';
import { checkFields } from './schema/checkFields';

export interface ManifestsInput {
  namespace: string;
  manifests: readonly ManifestFile[];
  /** What is in the repository's docs folder; links are not followed where it is missing. */
  docs?: readonly string[];
  /** A full reference, in lower case. */
  entityRef?: string;
  /** What the pods' entity is found by; missing where it is not known. */
  kubernetesId?: string;
  /** Name of the house's pull secret. */
  pullSecret?: string;
}

export interface CheckedManifests {
  manifests: readonly Manifest[];
  findings: ManifestFinding[];
}

/** More findings help nobody. */
const MOST_FINDINGS = 300;

/** The rules that need no cluster. Pure. */
export function validateManifests(input: ManifestsInput): CheckedManifests {
  const { namespace, docs, entityRef, kubernetesId, pullSecret } = input;
  const { manifests, findings } = parseManifests(input.manifests, namespace);
  const workloads = workloadsOf(manifests);
  const neighbours = { manifests, workloads };
  for (const manifest of manifests) {
    const report = reporterOf(findings, manifest);
    checkFields(manifest, report);
    checkSecrets(manifest, report);
    checkReferences(manifest, neighbours, findings);
    if (manifest.kind.kind === 'PrometheusRule') {
      checkAlerts(
        manifest.object,
        { entityRef, paths: docs && new Set(docs) },
        report,
      );
    }
  }
  for (const workload of workloads) {
    const report = reporterOf(findings, workload.manifest);
    checkWorkload(workload, workloads, kubernetesId, report);
    checkRestricted(workload.pod, report);
    if (pullSecret) checkPullSecret(workload, neighbours, pullSecret, report);
  }
  return { manifests, findings: findings.slice(0, MOST_FINDINGS) };
}

export function hasErrors(findings: readonly ManifestFinding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
