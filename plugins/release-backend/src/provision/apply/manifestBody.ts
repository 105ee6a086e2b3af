import { KUBERNETES_ID_ANNOTATION } from '@pilothouse/plugin-release-common';
import type { Manifest } from '../manifests/Manifest';
import { recordsAt, textsAt, type Json } from '../manifests/reading';
import { leaveToOthers, type LeftField } from './leaveToOthers';

/** As whom manifests are applied: the owner of what they say, in managedFields. */
export const MANIFESTS_MANAGER = 'pilothouse-manifests';

/** An object of the same name is there, of another service. */
export class NotOursError extends Error {
  constructor() {
    super('It is of another service');
    this.name = 'NotOursError';
  }
}

/**
 * What is applied of a manifest to what is there: all of it, or what others have not set.
 *
 * @throws NotOursError where the object was neither made by us nor carries the same id: two services of one name in a
 * shared namespace must not become one
 */
export function manifestBody(
  { object }: Manifest,
  live: Json | undefined,
): { body: Json; left: LeftField[] } {
  if (!live) return { body: object, left: [] };
  const isMadeByUs = recordsAt(live, 'metadata', 'managedFields').some(
    ({ manager, operation }) =>
      manager === MANIFESTS_MANAGER && operation === 'Apply',
  );
  const id = idOf(object);
  const liveId = idOf(live);
  const isSame = liveId === undefined ? isMadeByUs : liveId === id;
  if (!isSame) throw new NotOursError();
  const { body, left } = leaveToOthers(object, live, MANIFESTS_MANAGER);
  const { apiVersion, kind, metadata } = object;
  // Its name is always said, whoever else has written it.
  return {
    body: { ...body, apiVersion, kind, metadata: body.metadata ?? metadata },
    left,
  };
}

function idOf(object: Json): string | undefined {
  return textsAt(object, 'metadata', 'labels')[KUBERNETES_ID_ANNOTATION];
}
