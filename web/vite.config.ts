import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

/** Puts the licences of what is bundled beside the bundle, as those licences ask. */
function thirdPartyLicences(packages: string[]): Plugin {
  return {
    name: 'third-party-licences',
    generateBundle() {
      const notices = packages.map((name) => {
        const licence = readFileSync(new URL(`node_modules/${name}/LICENSE`, import.meta.url), 'utf8').trim();
        return `${name}\n${'='.repeat(name.length)}\n\n${licence}\n`;
      });
      this.emitFile({
        type: 'asset',
        fileName: 'assets/third-party-licences.txt',
        source: `The dashboard of Pawl contains:\n\n${notices.join('\n\n')}`,
      });
    },
  };
}

export default defineConfig({
  plugins: [thirdPartyLicences(['uplot'])],
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    // Every asset is a file of its own: the server's Content-Security-Policy names no data: scripts or styles.
    assetsInlineLimit: 0,
    // The polyfill is an inline script on old browsers; the policy forbids inline scripts.
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
} as Parameters<typeof defineConfig>[0]);
