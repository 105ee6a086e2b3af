/** As whom a rollout writes: the owner of what it sets, in managedFields. */
export const FIELD_MANAGER = 'pilothouse';

/**
 * As whom fences are written. Another manager than that of the rollout's own fields: what a server-side apply leaves
 * out is taken from its manager, so that a fence by the same one would undo the image.
 */
export const FENCE_MANAGER = 'pilothouse-fence';

/** On the pod template: the id of the rollout that made it. */
export const ROLLOUT_ANNOTATION = 'pilothouse.io/rollout';

/** On the Deployment itself: the epoch of the last fence. */
export const EPOCH_ANNOTATION = 'pilothouse.io/epoch';
