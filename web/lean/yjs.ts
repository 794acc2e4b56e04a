/* yjs.ts - Yjs for texts only. Our documents hold strings and deletions in root texts and nothing else (the server refuses
 * the rest), so arrays, maps, XML and documents in documents are left out of what a phone must load: 26 KB become 20.
 * Every cut is checked: a Yjs that looks different stops the build. */
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/* Version 2 of the update format is for other peers: what is never called need not be there. */
const onlyVersion1 = (code: string): string => code.replace(/(\bnew |= )(Update|DS)(En|De)coderV2\b/g, '$1$2$3coderV1')

const cuts: readonly (readonly [RegExp, string])[] = [
  [/const typeRefs = \[[^\]]*\]/, 'const typeRefs = [error.unexpectedCase, error.unexpectedCase, readYText]'],
  [/readContentDoc, \/\/ 9/, 'error.unexpectedCase, // 9'],
  [/\n {2}getArray \(name = ''\) \{[\s\S]*?\n {2}\}/, ''],
  [/\n {2}getMap \(name = ''\) \{[\s\S]*?\n {2}\}/, ''],
  [/\n {2}getXmlElement \(name = ''\) \{[\s\S]*?\n {2}\}/, ''],
  [/\n {2}getXmlFragment \(name = ''\) \{[\s\S]*?\n {2}\}/, ''],
]

export function textsOnlyYjs(): Plugin {
  return {
    name: 'texts-only-yjs',
    apply: 'build',
    transform: {
      filter: { id: /\/yjs\/dist\/yjs\.mjs$/ },
      handler(code) {
        const lean = cuts.reduce((text, [what, instead]) => {
          if (!what.test(text)) this.error(`Yjs has changed: nothing looks like ${what}`)
          return text.replace(what, instead)
        }, code)
        return { code: onlyVersion1(lean), map: null }
      },
    },
  }
}

/** What Yjs says on the console, without colours, tables and their makers. */
export const leanAliases = [
  { find: /^lib0\/logging$/, replacement: fileURLToPath(new URL('./logging.ts', import.meta.url)) },
  { find: /^(lib0|\.)\/environment(\.js)?$/, replacement: fileURLToPath(new URL('./environment.ts', import.meta.url)) },
]
