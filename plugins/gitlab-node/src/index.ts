export * from './createGitLab';
export * from './errors';
export * from './ownProject';
export * from './projectRef';
