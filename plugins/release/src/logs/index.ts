export * from './LogPeek';
export * from './useLogPeek';
