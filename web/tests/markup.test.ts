import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const SOURCES = ['index.html', 'placeholder/index.html', ...filesUnder('src')];

/** What would read a name from an upload as markup or code, or break the Content-Security-Policy. */
const FORBIDDEN = [
  /\b(inner|outer)HTML\b/,
  /insertAdjacentHTML|createContextualFragment|DOMParser|document\.write/,
  /\beval\s*\(|new Function\b/,
  /setAttribute\(\s*['"](style|on)/,
  /\bstyle:\s*[`'"]/,
  /<style[\s>]|\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']/,
  /<script(?![^>]*\ssrc=)/,
  /\bstyle\.cssText\b/,
];

test.each(SOURCES)('%s makes no markup from text and no inline style or script', (file) => {
  const text = readFileSync(file, 'utf8');

  expect(FORBIDDEN.filter((pattern) => pattern.test(text))).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved"');
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svg)$/.test(name))
    .map((name) => `${folder}/${name}`);
}
