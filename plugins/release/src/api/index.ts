export * from './releaseApi';
export * from './releaseApiRef';
export * from './rolloutApi';
export * from './rolloutApiRef';
