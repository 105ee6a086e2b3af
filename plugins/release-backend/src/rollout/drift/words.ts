/** What drifts of a template say, which differ in more than can be told in a word. */
export const RECORDED = 'recorded';
/** Another template. */
export const CHANGED = 'changed';
/** The one that the rollout made, with something else in it than the rollout's image. */
export const EDITED = 'edited';
