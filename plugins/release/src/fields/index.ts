export * from './DateTimeField';
export * from './useScopeOptions';
