// One minified file for each handler, as functions for Node.js are deployed that are to start fast (AWS SAM, "Building
// Node.js Lambda functions with esbuild").
import { build } from 'esbuild';

// What packages of the older kind take for granted.
const banner = [
  "import { createRequire as requireOf } from 'node:module';",
  "import { fileURLToPath as pathOf } from 'node:url';",
  "import { dirname as folderOf } from 'node:path';",
  'const require = requireOf(import.meta.url), __filename = pathOf(import.meta.url), __dirname = folderOf(__filename);',
].join('');

await build({
  entryPoints: ['plain.mjs', 'bolt.mjs', 'probot.mjs'],
  outdir: 'bundled',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  banner: { js: banner },
  logLevel: 'error',
});
