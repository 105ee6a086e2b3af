import {
  KUBERNETES_ID_ANNOTATION,
  KUBERNETES_LABEL_SELECTOR_ANNOTATION,
} from '@pilothouse/plugin-release-common';

/*
 * Only what is tied to clusters has pods that write logs. These are the paths in an entity that say so.
 */
export const HAS_ID =
  `metadata.annotations.${KUBERNETES_ID_ANNOTATION}` as const;
export const HAS_SELECTOR =
  `metadata.annotations.${KUBERNETES_LABEL_SELECTOR_ANNOTATION}` as const;
