export * from './ServerClock';
