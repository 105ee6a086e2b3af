import type { TranslationRef } from '@backstage/frontend-plugin-api';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A translation ref that an installed @backstage package exports. */
export interface StockRef {
  id: string;
  /** What a reader can import it from, for example `@backstage/plugin-org/alpha`. */
  entryPoint: string;
  messages: Record<string, string>;
}

interface Declaration {
  id: string;
  exportName: string;
  entryPoint: string;
}

interface PackageJson {
  exports?: Record<string, string | { types?: string }>;
}

/** `declare const orgTranslationRef: _backstage_frontend_plugin_api.TranslationRef<"org", {` */
const DECLARATION =
  /^declare const (\w+): (?:\w+\.)?TranslationRef<"([^"]+)"/gm;

/**
 * Looks through every installed @backstage package, so that a plugin that is added or
 * upgraded is covered without being listed anywhere.
 */
export async function findStockRefs(): Promise<StockRef[]> {
  const found = new Map<string, StockRef>();
  for (const declaration of findDeclarations()) {
    const { id, exportName, entryPoint } = declaration;
    if (!found.has(id)) {
      const exported = await import(entryPoint);
      const messages = defaultMessages(exported[exportName]);
      found.set(id, { id, entryPoint, messages });
    }
  }
  return [...found.values()];
}

/** Reads only type declarations: importing all of Backstage would take minutes. */
function findDeclarations(): Declaration[] {
  const scopes = (require.resolve.paths('@backstage/plugin-app') ?? [])
    .map(path => join(path, '@backstage'))
    .filter(path => existsSync(path));

  return scopes.flatMap(scope =>
    readdirSync(scope).flatMap(name =>
      entryPoints(join(scope, name)).flatMap(({ path, types }) =>
        [...readFileSync(types, 'utf8').matchAll(DECLARATION)].map(match => ({
          exportName: match[1],
          id: match[2],
          entryPoint: join('@backstage', name, path),
        })),
      ),
    ),
  );
}

function entryPoints(directory: string): { path: string; types: string }[] {
  const file = join(directory, 'package.json');
  if (!existsSync(file)) {
    return [];
  }
  const { exports = {} }: PackageJson = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries(exports).flatMap(([path, target]) => {
    const types = typeof target === 'object' && target.types;
    return types ? [{ path, types: join(directory, types) }] : [];
  });
}

/** The messages are hidden from the public type of a ref, though every ref has them. */
function defaultMessages(ref: TranslationRef): Record<string, string> {
  if (!hasDefaultMessages(ref)) {
    throw new Error(`The translation ref '${ref.id}' has no default messages`);
  }
  return ref.getDefaultMessages();
}

function hasDefaultMessages(
  ref: TranslationRef,
): ref is TranslationRef & { getDefaultMessages(): Record<string, string> } {
  return 'getDefaultMessages' in ref;
}
