import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { FreezeMoment, Target } from '@pilothouse/plugin-release-common';
import type { EntityBinding } from '../entity/bindEntity';

/** What a registry says about an image. */
export type ImageAnswer =
  | {
      found: true;
      /** `sha256:…` */
      digest: string;
      /** `linux/amd64` */
      platforms: readonly string[];
    }
  | {
      found: false;
      /**
       * - `missing`: the registry has no such image
       * - `unknown`: it could not be asked
       * - `no-registry`: none is configured for the host
       */
      problem: 'missing' | 'unknown' | 'no-registry';
      message?: string;
    };

/** Finds out what a tag means in the registry that a cluster pulls from. */
export interface ImageResolver {
  resolve(request: {
    cluster: string;
    reference: string;
    signal: AbortSignal;
  }): Promise<ImageAnswer>;
}

/** Whose software it is. */
export interface Subject {
  binding: EntityBinding;
  /** Reference of the system that the entity is part of. */
  system?: string;
  annotations: Readonly<Record<string, string>>;
}

export interface Subjects {
  /** @throws NotFoundError, NotAllowedError for who may not see what runs of it */
  open(entityRef: string, credentials: BackstageCredentials): Promise<Subject>;
}

/** Says which freeze holds. */
export interface Freezes {
  activeFor(stage: {
    environment: string;
    system?: string;
  }): Promise<FreezeMoment | undefined>;
}

/** Says whether anybody counts the requests to a workload. */
export interface TrafficEvidence {
  isMeasured(
    workload: {
      entityRef: string;
      annotations: Readonly<Record<string, string>>;
      target: Target;
      name: string;
    },
    signal: AbortSignal,
  ): Promise<boolean>;
}
