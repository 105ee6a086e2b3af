export { applyJsonPatch } from './json-patch';
export { applyMergePatch } from './merge-patch';
export { applyStrategicMergePatch } from './strategic-merge-patch';
export { recordUpdate } from './managed-fields';
export type { RecordedUpdate } from './managed-fields';
export { serverSideApply } from './apply';
export type { Application, Applied } from './apply';
