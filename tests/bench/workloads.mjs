/* workloads.mjs - every workload by name: of what it is made, and how. `source` is a file of the traces' folder;
 * without one, the workload is synthetic. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { concurrent, sequential } from './makers.mjs'
import { atOnePlace, deletes, randomInserts, touched } from './synthetic.mjs'

export const PAPER = 'automerge-paper'
export const TENFOLD = 'automerge-paper-x10'
export const FRIENDS = 'friendsforever'
const SEQUENTIAL = ['rustcode', 'sveltecomponent', 'json-crdt-patch', 'json-crdt-blog-post', 'friendsforever_flat']
export const TRACES = [PAPER, ...SEQUENTIAL, FRIENDS]

function traceOf(path) {
  return JSON.parse(gunzipSync(readFileSync(path)))
}

function editsOf(trace) {
  if (trace.startContent !== '') throw new Error('a trace that does not begin with an empty text')
  return trace.txns.flatMap(({ patches }) => patches)
}

function checked(made, text) {
  if (made.text !== text) throw new Error('the trace ends in another text')
  return made
}

function alone(impl, path) {
  const trace = traceOf(path)
  const edits = editsOf(trace)
  return { ...checked(sequential(impl, edits), trace.endContent), edits }
}

function together(impl, path) {
  const trace = traceOf(path)
  return checked(concurrent(impl, trace), trace.endContent)
}

/* The same work over and over, each time behind what is there. */
function repeated(impl, path, times) {
  const trace = traceOf(path)
  const once = editsOf(trace)
  const { length } = trace.endContent
  const edits = Array.from({ length: times }, (_, n) => once.map(([at, ...rest]) => [n * length + at, ...rest])).flat()
  return { ...checked(sequential(impl, edits), trace.endContent.repeat(times)), edits }
}

const fromTrace = (name, make, file = name) => ({ name, source: `${file}.json.gz`, make })
const synthetic = (name, make) => ({ name, make })

export const workloads = [
  ...[PAPER, ...SEQUENTIAL].map((name) => fromTrace(name, alone)),
  fromTrace(FRIENDS, together),
  fromTrace(TENFOLD, (impl, path) => repeated(impl, path, 10), PAPER),
  synthetic('touched', () => touched(1549)),
  synthetic('crowd', () => atOnePlace(1549, 1)),
  synthetic('fifty', () => atOnePlace(50, 120)),
  synthetic('random-10000', () => randomInserts(10_000)),
  synthetic('random-100000', () => randomInserts(100_000)),
  synthetic('siblings-1000', () => atOnePlace(1000, 1)),
  synthetic('siblings-10000', () => atOnePlace(10_000, 1)),
  synthetic('deletes-10000', () => deletes(10_000)),
  synthetic('deletes-100000', () => deletes(100_000)),
]

export const isTrace = ({ source }) => source !== undefined
export const sourcePath = ({ source }, folder) => source && join(folder, source)
