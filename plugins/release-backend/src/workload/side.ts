import {
  IMAGE_REPOSITORY_ANNOTATION,
  parseImage,
  type Image,
  type Side,
} from '@pilothouse/plugin-release-common';
import type { Deployment } from './objects';

/** More than anybody puts into one pod. */
const MAX_CONTAINERS = 50;

interface Containers {
  image: Image;
  containers: Side['containers'];
}

/**
 * The containers of a pod template, and the image that counts: of the container that is named like the service, or else
 * the first.
 */
export function containersOf(
  template:
    | { spec?: { containers: readonly { name: string; image?: string }[] } }
    | undefined,
  serviceName: string,
): Containers {
  const containers = (template?.spec?.containers ?? [])
    .slice(0, MAX_CONTAINERS)
    .map(({ name, image }) => ({ name, image: parseImage(image ?? '') }));
  const main =
    containers.find(({ name }) => name === serviceName) ?? containers.at(0);
  return { image: main?.image ?? parseImage(''), containers };
}

/** A host and a path, without tag and digest. */
const REPOSITORY = /^[a-z0-9][a-z0-9.-]*(:\d{1,5})?(\/[a-z0-9][a-z0-9._-]*)+$/;

/** @returns `undefined` where the Deployment says nothing, or no repository */
function imageRepositoryOf({ metadata }: Deployment): string | undefined {
  const text = metadata?.annotations?.[IMAGE_REPOSITORY_ANNOTATION];
  return text !== undefined && text.length <= 255 && REPOSITORY.test(text)
    ? text
    : undefined;
}

/** One Deployment of a workload, as a screen needs it. */
export function sideOf(deployment: Deployment, serviceName: string): Side {
  const { metadata, spec, status } = deployment;
  return {
    deployment: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    ...containersOf(spec?.template, serviceName),
    imageRepository: imageRepositoryOf(deployment),
    desired: spec?.replicas ?? 1,
    ready: status?.readyReplicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    paused: spec?.paused ?? false,
  };
}
