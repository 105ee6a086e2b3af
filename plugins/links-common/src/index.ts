/**
 * What the links plugins share: what a link is, what it is about, and a typed client.
 *
 * @packageDocumentation
 */
export * from './LinksClient';
export * from './model';
