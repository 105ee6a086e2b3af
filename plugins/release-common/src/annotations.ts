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

/** The label of a Namespace that names the system of the catalog that it is for. */
export const NAMESPACE_SYSTEM_LABEL = 'pilothouse.io/system';

/** The label that tells the two Deployments of a service apart: `release` or `canary`. */
export const ROLE_LABEL = 'role';

/** The only namespace in which an entity's objects are looked for. Backstage's own. */
export const KUBERNETES_NAMESPACE_ANNOTATION =
  'backstage.io/kubernetes-namespace';

/** Where the entity's runbook is: an address with http(s), or a path of the portal. */
export const RUNBOOK_ANNOTATION = 'pilothouse.io/runbook';

/**
 * What an entity asks of its rollouts, on top of its environment's policy: `stepInterval=30m,bake=2h,gate=manual`. In a
 * protected environment it cannot go under the minimum.
 */
export const RELEASE_POLICY_ANNOTATION = 'pilothouse.io/release-policy';

/**
 * On a Deployment: the repository that its versions come from, such as `registry.example.com/order/order-api`. For a
 * service that stands there with an image from elsewhere until its own first one is built.
 */
export const IMAGE_REPOSITORY_ANNOTATION = 'pilothouse.io/image-repository';
