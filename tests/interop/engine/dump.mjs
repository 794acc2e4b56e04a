/* dump.mjs - what is kept of a session that went wrong, and a judge: real Yjs alone, fed what our engine was fed. If the
 * two differ, the engine is to blame, and the fewest updates that show it are looked for; else look at the test. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bareDocument, contentOf, engineContent } from './compare.mjs'
import { YDoc } from './ydoc.mjs'

const FOLDER = fileURLToPath(new URL('../../output/', import.meta.url))
const SHRINK_MS = 30_000
const base64 = (update) => Buffer.from(update).toString('base64')

/* Of a fresh engine, since the old one may be gone. */
async function ourContent(updates, gc) {
  const engine = new YDoc()
  try {
    await engine.begin(gc)
    await Promise.all(updates.map((update) => engine.apply(update)))
    return await engineContent(engine)
  } catch (error) {
    return `(${error.message})`
  } finally {
    engine.end()
  }
}

async function judge(updates, gc) {
  const yjs = contentOf(bareDocument(updates, gc))
  const ours = await ourContent(updates, gc)
  return { yjs, ours, isOurFault: yjs !== ours }
}

/* Leaves out ever smaller pieces, as long as the two still differ. */
async function fewest(updates, gc) {
  const until = Date.now() + SHRINK_MS
  let left = updates
  for (let size = left.length >> 1; size >= 1; size >>= 1)
    for (let at = left.length - size; at >= 0 && Date.now() < until; at -= size) {
      const without = [...left.slice(0, at), ...left.slice(at + size)]
      if ((await judge(without, gc)).isOurFault) left = without
    }
  return left
}

/* Writes tests/output/interop-<seed>.json and gives the whole story for people. */
export async function dump(session, error) {
  const { seed, ops, gc, hub } = session
  const { yjs, ours, isOurFault } = await judge(hub.arrived, gc)
  const shown = isOurFault ? await fewest(hub.arrived, gc) : []
  const verdict = isOurFault ? `something else: see the ${shown.length} updates under "fewest"` : 'the same'
  const file = `${FOLDER}interop-${seed}.json`
  const compared = { ours: error.ours, theirs: error.theirs }
  const all = { seed, ops, gc, message: error.message, compared, yjs, ours }
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(file, JSON.stringify({ ...all, fewest: shown.map(base64), arrived: hub.arrived.map(base64) }, null, 1))
  return `${error.message}
Bare Yjs, fed the updates that our engine was fed, holds ${verdict}.
After ${ops} operations; ${hub.arrived.length} updates in their order, and both contents: ${file}
Again: SESSION=${seed} make interop, or with STEPS=n to stop earlier`
}
