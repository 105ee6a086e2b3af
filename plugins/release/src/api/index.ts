export * from './releaseApi';
export * from './releaseApiRef';
