/* dump.mjs - what is kept of a session that went wrong, and a judge: real Yjs alone, fed what our engine was fed. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bareDocument, contentOf, engineContent } from './compare.mjs'
import { Engines } from './hub.mjs'

const FOLDER = fileURLToPath(new URL('../../output/', import.meta.url))
const base64 = (update) => Buffer.from(update).toString('base64')

/* Of a fresh engine, since the old one may be gone. */
async function ourContent(updates, gc) {
  const engines = new Engines()
  try {
    await engines.begin(gc)
    for (const update of updates) await engines.main.apply(update)
    return await engineContent(engines.main)
  } catch (error) {
    return `(${error.message})`
  } finally {
    engines.end()
  }
}

async function judge(updates, gc) {
  const yjs = contentOf(bareDocument(updates, gc))
  const ours = await ourContent(updates, gc)
  const verdict = yjs === ours ? 'the same' : 'something else'
  return { yjs, ours, verdict: `Bare Yjs, fed the updates that our engine was fed, holds ${verdict}.` }
}

/* Writes tests/output/interop-<seed>.json and gives the whole story for people. */
export async function dump(session, error) {
  const { seed, ops, gc, hub } = session
  const { verdict, yjs, ours } = await judge(hub.arrived, gc)
  const file = `${FOLDER}interop-${seed}.json`
  mkdirSync(FOLDER, { recursive: true })
  const compared = { ours: error.ours, theirs: error.theirs }
  const arrived = hub.arrived.map(base64)
  writeFileSync(file, JSON.stringify({ seed, ops, gc, message: error.message, compared, yjs, ours, arrived }, null, 1))
  return `${error.message}
${verdict}
After ${ops} operations; ${arrived.length} updates, in their order, and both contents: ${file}
Again: SESSION=${seed} make interop, or with STEPS=n to stop earlier`
}
