export * from './LogPeek';
export * from './useLogPeek';
export * from './peekOf';
