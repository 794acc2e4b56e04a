/* prepare.mjs - writes a workload's files, and those of the peers with a format of their own, into a folder; what is
 * there already and made of the same is kept. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { traceBytes } from './files.mjs'
import { sourcePath, TENFOLD } from './workloads.mjs'

const HERE = import.meta.dirname
const MAKERS = ['files', 'makers', 'synthetic', 'workloads', 'prepare', 'peers/yjs'].map((name) => `${name}.mjs`)
const OWN_FORMATS = ['loro', 'automerge']

/* What the files were made of: the source, the code and the versions of the engines. */
function printOf(workload, traces, impl) {
  const made = [...MAKERS, 'package-lock.json', `peers/${impl}.mjs`].map((name) => join(HERE, name))
  const hash = createHash('sha256')
  for (const path of [...made, sourcePath(workload, traces)]) if (path) hash.update(readFileSync(path))
  return hash.digest('hex')
}

function isMade(folder, print) {
  try {
    return readFileSync(join(folder, 'made-of'), 'utf8') === print
  } catch {
    return false
  }
}

function write(folder, { before, updates, doc, text, edits }) {
  const files = { before, doc, text, updates: updates.bytes(), 'trace.bin': edits && traceBytes(edits) }
  for (const [name, bytes] of Object.entries(files)) if (bytes !== undefined) writeFileSync(join(folder, name), bytes)
}

async function prepareFor(impl, workload, folder, traces) {
  const print = printOf(workload, traces, impl)
  if (isMade(folder, print)) return
  const began = performance.now()
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  write(folder, workload.make(await import(`./peers/${impl}.mjs`), sourcePath(workload, traces)))
  writeFileSync(join(folder, 'made-of'), print)
  console.error(`made ${folder} in ${((performance.now() - began) / 1e3).toFixed(1)} s`)
}

/* Peers with formats of their own do the traces, once: elsewhere only Yjs' updates are measured. */
export async function prepare(workload, folder, traces) {
  await prepareFor('yjs', workload, folder, traces)
  if (!workload.source || workload.name === TENFOLD) return
  for (const impl of OWN_FORMATS) await prepareFor(impl, workload, join(folder, impl), traces)
}

if (process.argv[1] === import.meta.filename) {
  const [name, folder, traces] = process.argv.slice(2)
  const { workloads } = await import('./workloads.mjs')
  await prepare(
    workloads.find((workload) => workload.name === name),
    folder,
    traces,
  )
}
