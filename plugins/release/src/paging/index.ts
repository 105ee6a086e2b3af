export * from './PageButtons';
export * from './useCursorPages';
