/* size.mjs - what a page makes a phone load, gzipped: the entry, the chunks it names and all they import, their styles.
 * `npm run size` after `npm run build`; fails above the budget. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const dist = join(import.meta.dirname, '..', 'dist')
const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'))
const KIB = 1024

const pages = [
  { name: 'join', budget: 18 * KIB, of: ['index.html', 'src/text/fi/front.ts'] },
  {
    name: 'group room',
    budget: 45 * KIB,
    of: ['index.html', 'src/text/fi/front.ts', 'src/seat.tsx', 'src/text/fi/room.ts', 'src/view/group/GroupRoom.tsx'],
  },
]

function filesOf(entry, found = new Set()) {
  const chunk = manifest[entry]
  if (chunk === undefined) throw new Error(`the build has no ${entry}`)
  if (found.has(chunk.file)) return found
  found.add(chunk.file)
  for (const css of chunk.css ?? []) found.add(css)
  for (const needed of chunk.imports ?? []) filesOf(needed, found)
  return found
}

let isOver = false
for (const { name, budget, of } of pages) {
  const files = new Set(of.flatMap((entry) => [...filesOf(entry)]))
  const sizes = [...files].map((file) => [file, statSync(join(dist, `${file}.gz`)).size])
  const total = sizes.reduce((sum, [, size]) => sum + size, 0)
  const css = sizes.filter(([file]) => file.endsWith('.css')).reduce((sum, [, size]) => sum + size, 0)
  isOver ||= total > budget
  console.log(`${name}: ${(total / KIB).toFixed(1)} KiB of ${budget / KIB} (styles ${(css / KIB).toFixed(1)})${total > budget ? ' - too much' : ''}`)
  if (process.argv.includes('--files')) for (const [file, size] of sizes) console.log(`  ${size} ${file}`)
}
process.exit(isOver ? 1 : 0)
