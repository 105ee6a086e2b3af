const assert = require('node:assert/strict');
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');

const root = join(__dirname, '../public');
const pages = readdirSync(root, { recursive: true }).filter(file =>
  file.endsWith('.html'),
);

/** Where a link of this site leads, as a file; nothing for links to elsewhere. */
function fileOf(page, link) {
  const url = new URL(link, `http://site/${page}`);
  if (url.host !== 'site') return undefined;
  const path = decodeURIComponent(url.pathname);
  return join(root, path.endsWith('/') ? `${path}index.html` : path);
}

test('has a page to begin with, and one for what is not there', () => {
  assert.ok(pages.includes('index.html'));
  assert.ok(pages.includes('404.html'));
});

for (const page of pages) {
  const html = readFileSync(join(root, page), 'utf8');

  test(`${page} says its language and its title`, () => {
    assert.match(html, /^<!doctype html>/i);
    assert.match(html, /<html lang="[\w-]+"/);
    assert.match(html, /<title>[^<]+<\/title>/);
  });

  test(`${page} links only to what is there`, () => {
    for (const [, link] of html.matchAll(/(?:href|src)="([^"]+)"/g)) {
      const file = fileOf(page, link);
      assert.ok(!file || existsSync(file), `${link} of ${page}`);
    }
  });

  test(`${page} needs nothing that the Content-Security-Policy forbids`, () => {
    assert.doesNotMatch(html, /<style|<script(?![^>]*\ssrc=)|\sstyle="|\son\w+="/i);
  });
}
