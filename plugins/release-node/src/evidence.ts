import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { EvidenceReport, Target } from '@pilothouse/plugin-release-common';

/** A pod of one side of a workload. */
export interface EvidencePod {
  name: string;
  uid: string;
  ip?: string;
  /** When it became ready; missing while it is not. Milliseconds since the epoch. */
  readySince?: number;
}

/** What is compared: canary and release of one workload, since a step began. */
export interface EvidenceRequest {
  entityRef: string;
  /** The annotations of the entity: where providers find how they call the service. */
  annotations: Readonly<Record<string, string>>;
  target: Target;
  /** Name of the workload. */
  name: string;
  rolloutId: string;
  /** The image that the canary runs. */
  image: string;
  /** Milliseconds since the epoch. */
  since: number;
  canary: readonly EvidencePod[];
  release: readonly EvidencePod[];
}

/** Measures canary and release. Its faults are its own: what it throws becomes the verdict `unknown`. */
export interface EvidenceProvider {
  /** Stands on screens: `skywalking`, `logs`. Letters, digits and `-`. */
  readonly id: string;
  /**
   * Whether requests to this workload are counted. Where no provider does, a protected environment asks a person before
   * the promotion.
   */
  measuresTraffic(
    request: Pick<
      EvidenceRequest,
      'entityRef' | 'annotations' | 'target' | 'name'
    >,
    options: { signal: AbortSignal },
  ): Promise<boolean>;
  /** @returns `undefined` where it has nothing to do with the workload */
  measure(
    request: EvidenceRequest,
    options: { signal: AbortSignal },
  ): Promise<EvidenceReport | undefined>;
}

/** Takes evidence providers, any number of them. */
export interface ReleaseEvidenceExtensionPoint {
  /** @throws Error for an id that is taken */
  addProvider(provider: EvidenceProvider): void;
}

/** Where modules of the release plugin add what they measure. */
export const releaseEvidenceExtensionPoint =
  createExtensionPoint<ReleaseEvidenceExtensionPoint>({
    id: 'release.evidence',
  });
