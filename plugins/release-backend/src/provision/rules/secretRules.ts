import type { Manifest, Report } from '../manifests/Manifest';
import {
  recordAt,
  recordsAt,
  textAt,
  textsAt,
  type Json,
} from '../manifests/reading';

/** Names under which passwords are found in repositories. */
const LIKE_A_SECRET =
  /(^|[^a-z])(password|passwd|pwd|secret|token|credentials?|(api|access|private)-?key)($|[^a-z])/i;
/** Camel case and constants are words too: `dbPassword`, `DB_PASSWORD`. */
function isLikeASecret(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[_.]/g, '-');
  return LIKE_A_SECRET.test(words);
}

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** What only says where a secret is: a path, or the name of a file. */
const IS_A_PATH = /^(\/|\.\/)/;

function hasSecret(name: string, value: string): boolean {
  if (PRIVATE_KEY.test(value)) return true;
  return value !== '' && isLikeASecret(name) && !IS_A_PATH.test(value);
}

function checkEnvironment(pod: Json, report: Report): void {
  for (const list of ['initContainers', 'containers'] as const) {
    for (const container of recordsAt(pod, list)) {
      for (const variable of recordsAt(container, 'env')) {
        const name = textAt(variable, 'name') ?? '';
        if (hasSecret(name, textAt(variable, 'value') ?? '')) {
          const owner = textAt(container, 'name') ?? '';
          report('secret-value', { field: `${list}[${owner}].env[${name}]` });
        }
      }
    }
  }
}

/** That nobody wrote down what should be in a Secret. The value is in no finding. */
export function checkSecrets({ kind, object }: Manifest, report: Report): void {
  if (kind.kind === 'ConfigMap') {
    for (const [key, value] of Object.entries(textsAt(object, 'data'))) {
      if (hasSecret(key, value))
        report('secret-value', { field: `data[${key}]` });
    }
    return;
  }
  checkEnvironment(recordAt(object, 'spec', 'template', 'spec'), report);
}
