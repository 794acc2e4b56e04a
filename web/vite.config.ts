import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { leanAliases, textsOnlyYjs } from './lean/yjs.ts'

/* Debian's libwebsockets does not compress: the server sends the .gz that lies beside a file. zopfli makes it a fortieth
 * smaller than gzip does, once for all phones. */
function gzipBeside(): Plugin {
  return {
    name: 'gzip-beside',
    apply: 'build',
    async closeBundle() {
      const dist = join(import.meta.dirname, 'dist')
      const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
      const texts = files.filter((name) => /\.(js|css|html|svg|json)$/.test(name))
      await promisify(execFile)(
        'zopfli',
        texts.map((name) => join(dist, name)),
      )
    },
  }
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [textsOnlyYjs(), gzipBeside()],
  resolve: { alias: leanAliases },
  build: {
    target: 'es2022',
    manifest: 'manifest.json',
    assetsInlineLimit: 0, // the content policy allows no data: addresses
    modulePreload: false,
    cssCodeSplit: true,
  },
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:8750',
      '/agenda': 'http://127.0.0.1:8750',
      '/ws': { target: 'http://127.0.0.1:8750', ws: true },
    },
  },
  test: { include: ['test/**/*.test.ts', 'test/**/*.test.tsx'] },
})
