import { ApiError } from '../api-error';
import { schemaFor } from '../schema';
import { readTyped } from '../schema/read';
import type { Json, KubeObject, ResourceType } from '../types';
import { setKindDefaults } from '../validation/defaults';

/** Makes a stored object of a merged one: read as Go does, with defaults. */
export function complete(value: Json, type: ResourceType): KubeObject {
  const { value: read, problems } = readTyped(value, schemaFor(type), {
    dialect: 'unstructured',
  });
  if (problems.fatal) throw new ApiError('Unknown', problems.fatal);
  setKindDefaults(type, read);
  // Just read by the schema of its kind.
  return read as unknown as KubeObject;
}
