export { applyDefaults } from './defaults';
export { whyNoJson } from './body-text';
export { decode, decodePatched } from './decode';
export type { Decoded, FieldValidation } from './decode';
export { invalidError } from './field-error';
export type { FieldError } from './field-error';
export { validateCreate, validateUpdate } from './validate';
