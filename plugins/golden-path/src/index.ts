/**
 * Form fields of the golden path's templates, for the scaffolder's forms.
 *
 * @packageDocumentation
 */
export { provisionApiRef } from './api/provisionApi';
export { default } from './module';
