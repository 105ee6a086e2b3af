export * from './DiscoverView';
export * from './discoverScope';
export * from './discoverUrl';
export * from './kql';
export * from './rison';
export * from './searchText';
