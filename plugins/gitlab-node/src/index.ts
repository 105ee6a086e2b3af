export * from './createGitLab';
export * from './errors';
export * from './projectRef';
