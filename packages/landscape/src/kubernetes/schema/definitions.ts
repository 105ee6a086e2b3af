import type { RawSchema } from './schema-node';
import generated from './generated/definitions.json';

/** All schemas by their name in the OpenAPI documents. */
// The file is made by scripts/build-schemas.mjs; its inferred type would be thousands of literals long.
export const definitions = generated as unknown as Readonly<
  Record<string, RawSchema>
>;

export const GROUP_VERSION_KIND = 'x-kubernetes-group-version-kind';

const names = new Map<string, string>();
for (const [name, { [GROUP_VERSION_KIND]: kinds }] of Object.entries(
  definitions,
))
  for (const { group, version, kind } of kinds ?? [])
    names.set(`${group ? `${group}/` : ''}${version}/${kind}`, name);

/** `io.k8s.api.apps.v1.Deployment` for `apps/v1` and `Deployment`. */
export function definitionName(
  apiVersion: string,
  kind: string,
): string | undefined {
  return names.get(`${apiVersion}/${kind}`);
}
