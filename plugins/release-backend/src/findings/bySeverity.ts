import {
  findingSeveritySchema,
  type Finding,
} from '@pilothouse/plugin-release-common';

/** Sorts what speaks against something first. */
export function bySeverity(one: Finding, other: Finding): number {
  return rank(one) - rank(other);
}

/** The gravest is declared first. */
function rank({ severity }: Finding): number {
  return findingSeveritySchema.options.indexOf(severity);
}
