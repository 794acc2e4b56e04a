/* peer.mjs - what ydoc_bench.c does, done by another engine: `node --expose-gc peer.mjs IMPL PHASE DIR [LIMIT]`, one
 * line of JSON with the same fields. LIMIT: only the first so many edits or updates. `load` also tells the time after
 * many loads (steady_ms) and what the document takes in memory: growth of the heap, byte buffers and WebAssembly
 * memory, after the collector has run. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTrace, readUpdates, textAfter } from './files.mjs'
import { median } from './median.mjs'
import { memoryBytes } from './memory.mjs'
import { Replica as Yjs } from './peers/yjs.mjs'

const WARM_LOADS = 9
const STEADY_AFTER_MS = 1500 // by then Node has compiled what it will
const REPEATS = 9
const MERGED = 100
const OWN_CLIENT = 4242

const [impl, phase, folder, limitText] = process.argv.slice(2)
const limit = Number(limitText ?? Infinity)
const { Replica, merge, hasOwnFormat } = await import(`./peers/${impl}.mjs`)
/* Engines with a format of their own have their updates and documents in a folder of their own. */
const own = (name) => join(folder, hasOwnFormat ? impl : '', name)

function timed(work) {
  const began = performance.now()
  const cpu = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(cpu)
  return { result, ms: performance.now() - began, cpu_ms: (user + system) / 1e3 }
}

function repeated(work) {
  return median(Array.from({ length: REPEATS }, () => timed(work).cpu_ms)) * 1e3
}

/* Of a part of the work no text was kept: the edits make it; where people wrote at once, Yjs reads it. */
function textOfPart() {
  if (existsSync(join(folder, 'trace.bin'))) return textAfter(readTrace(join(folder, 'trace.bin'), limit))
  const reader = new Yjs()
  reader.applyAll(readUpdates(join(folder, 'updates'), limit))
  return reader.text()
}

function textWanted(isPart) {
  return isPart ? textOfPart() : readFileSync(join(folder, 'text'), 'utf8')
}

function checked(replica, count) {
  return replica.text() === textWanted(count === limit) ? {} : { error: 'another text' }
}

function edits() {
  const trace = readTrace(join(folder, 'trace.bin'), limit)
  const replica = new Replica(OWN_CLIENT)
  if (phase === 'bulk') {
    const { ms, cpu_ms } = timed(() => replica.bulk(trace))
    return { ms, cpu_ms, edits: trace.length, ...checked(replica, trace.length) }
  }
  let update_bytes = 0
  replica.edits()
  const { ms, cpu_ms } = timed(() => {
    for (const edit of trace) update_bytes += replica.edit(edit).length
  })
  return { ms, cpu_ms, edits: trace.length, update_bytes, ...checked(replica, trace.length) }
}

function replicaBefore() {
  const replica = new Replica()
  if (existsSync(join(folder, 'before'))) replica.apply(readFileSync(join(folder, 'before')))
  return replica
}

function updates() {
  const list = readUpdates(own('updates'), limit)
  const replica = replicaBefore()
  let heard = 0
  if (phase === 'server')
    replica.listen((update) => {
      heard += update.length
    })
  const { ms, cpu_ms } = timed(() => {
    for (const update of list) replica.apply(update)
  })
  const saved = timed(() => replica.save())
  return {
    ms,
    cpu_ms,
    applied: list.length,
    of: list.length,
    us_per_update: (cpu_ms * 1e3) / list.length,
    doc_bytes: saved.result.length,
    encode_ms: saved.cpu_ms,
    ...(phase === 'server' && { heard }),
    ...checked(replica, list.length),
  }
}

function load() {
  const saved = Uint8Array.from(readFileSync(own('doc')))
  const loaded = () => {
    const replica = new Replica()
    replica.load(saved)
    return { replica, text: replica.text() }
  }
  const before = memoryBytes()
  const first = timed(loaded)
  const grown = memoryBytes() - before
  const warm = []
  const began = performance.now()
  while (warm.length < WARM_LOADS || performance.now() - began < STEADY_AFTER_MS) {
    const { result, cpu_ms } = timed(loaded)
    result.replica.free()
    warm.push(cpu_ms)
  }
  return {
    first_ms: first.cpu_ms,
    warm_ms: median(warm.slice(0, WARM_LOADS)),
    steady_ms: median(warm.slice(-WARM_LOADS)),
    memory_kib: Math.round(grown / 1024),
    doc_bytes: saved.length,
    ...checked(first.result.replica),
  }
}

function apply() {
  const saved = Uint8Array.from(readFileSync(own('doc')))
  const times = []
  let right = {}
  for (let i = 0; i < REPEATS; i++) {
    const replica = new Replica()
    times.push(timed(() => replica.load(saved)))
    if (i === 0) right = checked(replica)
    replica.free()
  }
  return { ms: median(times.map(({ ms }) => ms)), cpu_ms: median(times.map(({ cpu_ms }) => cpu_ms)), ...right }
}

function diff() {
  const list = readUpdates(own('updates'))
  const replica = replicaBefore()
  const half = list.length >> 1
  let vector
  for (const [i, update] of list.entries()) {
    if (i === half) vector = replica.vector()
    replica.apply(update)
  }
  const us = repeated(() => replica.since(vector))
  return { us, bytes: replica.since(vector).length }
}

function mergeLast() {
  const list = readUpdates(own('updates')).slice(-MERGED)
  return { us: repeated(() => merge(list)), bytes: merge(list).length }
}

const phases = { bulk: edits, local: edits, remote: updates, server: updates, load, apply, diff, merge: mergeLast }
const line = { phase, ...phases[phase]() }
console.log(JSON.stringify(line))
process.exitCode = line.error ? 1 : 0
