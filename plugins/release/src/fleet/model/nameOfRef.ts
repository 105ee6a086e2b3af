/** What people call an entity: the last part of its ref. */
export function nameOfRef(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1);
}
