/**
 * What the backends of Pilothouse share: who may see which entity, input that is parsed once, OpenAPI, and calls to
 * systems outside.
 *
 * @packageDocumentation
 */
export * from './access/EntityAccess';
export * from './access/principal';
export * from './http/entityRef';
export * from './http/fields';
export * from './http/parseInput';
export * from './http/readableBodyError';
export * from './openapi/openApiDocument';
export * from './openapi/openApiOperation';
export * from './outside/OutsideError';
export * from './outside/OutsideHttp';
export * from './outside/SharedAnswers';
export * from './outside/Turns';
