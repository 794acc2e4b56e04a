/* size.mjs - what a page makes a phone load, gzipped, styles included. Everyone comes through the join page, so a room is
 * what it adds to that. `npm run size` after `npm run build` fails above a budget; --files names the files. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const dist = join(import.meta.dirname, '..', 'dist')
const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'))
const KIB = 1024

const JOIN = ['index.html', 'src/text/fi/front.ts']
const ROOM = ['src/seat.tsx', 'src/text/fi/room.ts', 'src/view/group/GroupRoom.tsx']

/* The chunk of a source file, all it imports, and their styles. */
function filesOf(entry, found = new Set()) {
  const chunk = manifest[entry]
  if (chunk === undefined) throw new Error(`the build has no ${entry}`)
  if (found.has(chunk.file)) return found
  found.add(chunk.file)
  for (const css of chunk.css ?? []) found.add(css)
  for (const needed of chunk.imports ?? []) filesOf(needed, found)
  return found
}

function report(name, files, budget) {
  const sizes = [...files].map((file) => [file, statSync(join(dist, `${file}.gz`)).size])
  const total = sizes.reduce((sum, [, size]) => sum + size, 0)
  const isOver = total > budget * KIB
  console.log(`${name}: ${(total / KIB).toFixed(1)} KiB of ${budget}${isOver ? ' - too much' : ''}`)
  if (process.argv.includes('--files')) for (const [file, size] of sizes) console.log(`  ${size} ${file}`)
  return isOver
}

const joinFiles = new Set(JOIN.flatMap((entry) => [...filesOf(entry)]))
const roomFiles = new Set(ROOM.flatMap((entry) => [...filesOf(entry)]).filter((file) => !joinFiles.has(file)))
const isOver = [report('join page', joinFiles, 18), report('group room, after it', roomFiles, 45)]
process.exit(isOver.includes(true) ? 1 : 0)
