import { parseEntityRef } from '@backstage/catalog-model';
import type { Report } from '../manifests/Manifest';
import { recordsAt, textAt, type Json } from '../manifests/reading';

/** What is known of the docs that runbooks are looked for in. */
export interface Docs {
  /** A full reference, in lower case. */
  entityRef?: string;
  /** Paths below the docs folder; missing where nobody has said what is in it, and no link can be followed. */
  paths?: ReadonlySet<string>;
}

/** Where TechDocs shows an entity's docs. */
function docsPathOf(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/docs/${namespace}/${kind}/${name}`.toLocaleLowerCase('en-US');
}

/** The files that a page may be made of: `runbook/` is `runbook.md`, or `runbook/index.md`. */
function sourcesOf(page: string): string[] {
  const path = page.replace(/^\/+|\/+$/g, '').replace(/\.html$/, '');
  return path === '' ? ['index.md'] : [`${path}.md`, `${path}/index.md`];
}

function pathOf(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url, 'https://portal').pathname);
  } catch {
    return undefined;
  }
}

function checkLink(alert: string, url: string, docs: Docs, report: Report) {
  const { paths } = docs;
  if (!paths) return;
  const path = pathOf(url);
  if (path === undefined) {
    report('runbook-not-found', { alert, url, page: url });
    return;
  }
  const root = docs.entityRef && docsPathOf(docs.entityRef);
  const lower = path.toLocaleLowerCase('en-US');
  if (!root || (lower !== root && !lower.startsWith(`${root}/`))) {
    report('runbook-elsewhere', { alert, url }, 'warning');
    return;
  }
  const page = path.slice(root.length);
  if (!sourcesOf(page).some(source => paths.has(source))) {
    report('runbook-not-found', { alert, url, page: page || '/' });
  }
}

/** That each alert says what it means, and leads to a runbook that is there. */
export function checkAlerts(object: Json, docs: Docs, report: Report): void {
  for (const group of recordsAt(object, 'spec', 'groups')) {
    for (const rule of recordsAt(group, 'rules')) {
      const alert = textAt(rule, 'alert');
      if (alert === undefined) continue;
      const url = textAt(rule, 'annotations', 'runbook_url');
      if (!url) report('no-runbook', { alert });
      else checkLink(alert, url, docs, report);
      if (!textAt(rule, 'annotations', 'summary')) {
        report('no-summary', { alert }, 'warning');
      }
    }
  }
}
