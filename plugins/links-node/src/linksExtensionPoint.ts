import {
  createExtensionPoint,
  type BackstageCredentials,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { Link, LinkSubject } from '@pilothouse/plugin-links-common';

export interface LinkRequest {
  /** Parsed; whoever asks may see its entity. */
  subject: LinkSubject;
  entity: Entity;
  /** Of whoever asks. */
  credentials: BackstageCredentials;
}

/** Knows links to one system. Its faults are its own: what it throws, or takes too long for, is left out and said. */
export interface LinkProvider {
  /** Begins the ids of its links: letters, digits and `-`. */
  readonly id: string;
  /** @returns none where it has nothing for the subject */
  links(
    request: LinkRequest,
    options: { signal: AbortSignal },
  ): Promise<readonly Link[]>;
}

export interface LinksExtensionPoint {
  /** @throws Error for an id that is taken */
  addProvider(provider: LinkProvider): void;
}

/** Where modules of the links plugin add what they know. */
export const linksExtensionPoint = createExtensionPoint<LinksExtensionPoint>({
  id: 'links.providers',
});
