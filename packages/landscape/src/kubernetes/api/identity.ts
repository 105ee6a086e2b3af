import type { Clock } from '../../clock';
import { timestamp } from '../controllers/time';
import type { ObjectMeta, ResourceType } from '../types';
import { ApiError } from '../api-error';
import type { AnyObject } from './objects';
import { suffix } from './pods';

/** A random (version 4) UUID from the cluster's own randomness, so that a world is the same every time. */
export function uuid(random: () => number): string {
  const digit = (choices = 16) => Math.floor(random() * choices).toString(16);
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, place =>
    place === 'x' ? digit() : (8 + Math.floor(random() * 4)).toString(16),
  );
}

const MOST_PREFIX = 58;

/** Gives a new object what makes it itself: uid, creation time and, from `generateName`, its name. */
export function identify(
  type: ResourceType,
  object: AnyObject,
  options: { clock: Clock; random: () => number },
): void {
  const metadata: Partial<ObjectMeta> = object.metadata;
  if (metadata.resourceVersion)
    throw new ApiError(
      'Unknown',
      'resourceVersion should not be set on objects to be created',
    );
  delete metadata.resourceVersion;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  if (!type.namespaced) delete metadata.namespace;
  if (!metadata.name && metadata.generateName)
    metadata.name =
      metadata.generateName.slice(0, MOST_PREFIX) + suffix(options.random);
  metadata.uid = uuid(options.random);
  metadata.creationTimestamp = timestamp(options.clock.now());
}

/** Keeps what makes an object itself, whatever a request says. */
export function keepIdentity(object: AnyObject, old: AnyObject): void {
  const { metadata } = object;
  const kept: (keyof ObjectMeta)[] = [
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'generateName',
  ];
  for (const field of kept) delete metadata[field];
  for (const field of kept) {
    if (old.metadata[field] !== undefined)
      Object.assign(metadata, { [field]: old.metadata[field] });
  }
  metadata.uid ||= old.metadata.uid;
  metadata.creationTimestamp ||= old.metadata.creationTimestamp;
}
