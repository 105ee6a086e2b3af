import { CUSTOM_SPECS } from './custom-kinds';
import type { RawSchema } from './schema-node';
import generated from './generated/definitions.json';

// The file is made by scripts/build-schemas.mjs; its inferred type would be thousands of literals long.
const made = generated as unknown as Readonly<Record<string, RawSchema>>;

/** All schemas by their name in the OpenAPI documents. */
export const definitions: Readonly<Record<string, RawSchema>> = {
  ...made,
  ...Object.fromEntries(
    Object.entries(CUSTOM_SPECS).map(([name, spec]) => [
      name,
      { ...made[name], properties: { ...made[name].properties, spec } },
    ]),
  ),
};

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
