import { KUBERNETES_ID_ANNOTATION } from '@pilothouse/plugin-release-common';
import { SKYWALKING_SERVICE_ANNOTATION } from '@pilothouse/plugin-skywalking-common';

const isComponent = { kind: 'component' };
const namesService = {
  [`metadata.annotations.${SKYWALKING_SERVICE_ANNOTATION}`]: { $exists: true },
};
const hasKubernetesId = {
  [`metadata.annotations.${KUBERNETES_ID_ANNOTATION}`]: { $exists: true },
};
const hasName = { $any: [namesService, hasKubernetesId] };

/** Components that name their service, or whose Kubernetes id stands in for its name. */
export const ENTITIES_WITH_SERVICE = { $all: [isComponent, hasName] };
