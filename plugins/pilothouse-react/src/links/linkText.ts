import type { Link } from '@pilothouse/plugin-links-common';

/** What a link is called, to a reader of that language. */
export function titleOf({ title }: Link, language: string): string {
  return language === 'zh' ? title.zh : title.en;
}

/** Whether it leads to a page of the portal. */
export function isInside({ url }: Link): boolean {
  return url.startsWith('/');
}
