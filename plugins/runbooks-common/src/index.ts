/**
 * What the runbooks plugins share: front matter, types, staleness and a typed client.
 *
 * @packageDocumentation
 */
export * from './RunbooksClient';
export * from './frontMatter';
export * from './isoDuration';
export * from './model';
export * from './staleness';
