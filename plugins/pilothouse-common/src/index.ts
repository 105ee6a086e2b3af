/**
 * What the clients of Pilothouse's backends share: requests whose answers are checked against a schema.
 *
 * @packageDocumentation
 */
export * from './PluginHttp';
export * from './UnexpectedAnswerError';
