/** The id that ties an entity to its Kubernetes objects; the objects carry it as a label. Backstage's own. */
export const KUBERNETES_ID_ANNOTATION = 'backstage.io/kubernetes-id';

/** A label selector that ties an entity to its Kubernetes objects; wins over the id. Backstage's own. */
export const KUBERNETES_LABEL_SELECTOR_ANNOTATION =
  'backstage.io/kubernetes-label-selector';

/**
 * The label of a Namespace that grants it to the entities of a group: `pilothouse.io/owner: team-order` stands for
 * `group:default/team-order`.
 */
export const NAMESPACE_OWNER_LABEL = 'pilothouse.io/owner';

/** The label that tells the two Deployments of a service apart: `release` or `canary`. */
export const ROLE_LABEL = 'role';

/** The only namespace in which an entity's objects are looked for. Backstage's own. */
export const KUBERNETES_NAMESPACE_ANNOTATION =
  'backstage.io/kubernetes-namespace';

/**
 * What an entity asks of its rollouts, on top of its environment's policy: `stepInterval=30m,bake=2h,gate=manual`. In a
 * protected environment it cannot go under the minimum.
 */
export const RELEASE_POLICY_ANNOTATION = 'pilothouse.io/release-policy';
