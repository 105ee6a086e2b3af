export * from './kinds';
export * from './useWords';
