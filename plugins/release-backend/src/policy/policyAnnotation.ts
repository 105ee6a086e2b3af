import { InputError } from '@backstage/errors';
import { RELEASE_POLICY_ANNOTATION } from '@pilothouse/plugin-release-common';
import {
  POLICY_SETTINGS,
  policySettingsSchema,
  type PolicySettings,
} from './policySettings';

const LONGEST = 1000;

function refuse(entityRef: string, why: string): never {
  throw new InputError(
    `The annotation ${RELEASE_POLICY_ANNOTATION} of ${entityRef} ${why}`,
  );
}

/**
 * What an entity says of its own policy: `stepInterval=30m,bake=2h,gate=manual`. It holds in all environments, and
 * never goes under the minimum of a protected one.
 *
 * @throws InputError that names the setting and what it may be
 */
export function readPolicyAnnotation(
  entityRef: string,
  annotations: Readonly<Record<string, string>>,
): PolicySettings {
  const text = annotations[RELEASE_POLICY_ANNOTATION];
  if (text === undefined) return {};
  if (text.length > LONGEST) {
    refuse(entityRef, `is longer than ${LONGEST} characters`);
  }
  const given = new Map<string, string>();
  for (const part of text.split(',')) {
    const [, name, value] = /^\s*([A-Za-z]+)\s*=\s*(\S+)\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined) {
      refuse(
        entityRef,
        'has to be settings such as stepInterval=30m,bake=2h,gate=manual',
      );
    }
    if (!POLICY_SETTINGS.includes(name)) {
      refuse(
        entityRef,
        `sets "${name}", which is none of ${POLICY_SETTINGS.join(', ')}`,
      );
    }
    if (given.has(name)) refuse(entityRef, `sets "${name}" twice`);
    given.set(name, value);
  }
  const settings = policySettingsSchema.safeParse(Object.fromEntries(given));
  if (settings.success) return settings.data;
  const [issue] = settings.error.issues;
  return refuse(
    entityRef,
    `is wrong: ${issue.path.join('.')} ${issue.message}`,
  );
}
