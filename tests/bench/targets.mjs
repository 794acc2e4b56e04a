/* targets.mjs - the lines of the report, and what the engine has to reach: a share of the time of Yjs (`yjs: 20`: at
 * most a twentieth) and of the best of the others, or a bound of its own. A line without a target is shown only. */
import { FRIENDS, PAPER, TENFOLD, TRACES } from './workloads.mjs'

const KINDS = { [FRIENDS]: `${FRIENDS} (concurrent)` }
const named = (workload) => KINDS[workload] ?? workload
const shown = (label, workload, phase, field, unit) => ({ label, workload, phase, field, unit })

export const lines = [
  ...TRACES.map((workload) => ({
    ...shown(`single updates, ${named(workload)}`, workload, 'remote', 'us_each', 'µs'),
    target: { yjs: 20, other: 10 },
  })),
  ...TRACES.map((workload) => ({
    ...shown(`load and read, warm, ${named(workload)}`, workload, 'load', 'warm_ms', 'ms'),
    target: { yjs: 30, other: 3 },
  })),
  { ...shown(`local edits, ${PAPER}`, PAPER, 'local', 'us_each', 'µs'), target: { yjs: 15 } },
  { ...shown(`memory of ${PAPER}, loaded`, PAPER, 'load', 'memory_bytes', 'bytes'), target: { most: 1_200_000 } },
  ...TRACES.map((workload) => ({
    ...shown(`encoded size, ${named(workload)}`, workload, 'remote', 'doc_bytes', 'bytes'),
    target: { yjsBytes: true },
  })),
  { ...shown('update into a text of 1549 clients', 'touched', 'remote', 'us_each', 'µs'), target: { most: 1 } },
  { ...shown('update of 1549 at one place', 'crowd', 'remote', 'us_each', 'µs'), target: { most: 5 } },
  { ...shown('update of 50 typing at one place', 'fifty', 'remote', 'us_each', 'µs'), target: { most: 1.5 } },
  ...TRACES.map((workload) =>
    shown(`load and read, after many, ${named(workload)}`, workload, 'load', 'steady_ms', 'ms'),
  ),
  shown(`one transaction, an edit, ${PAPER}`, PAPER, 'bulk', 'us_each', 'µs'),
  shown(`encode, ${PAPER}`, PAPER, 'remote', 'encode_ms', 'ms'),
  shown(`apply, not read, ${PAPER}`, PAPER, 'apply', 'cpu_ms', 'ms'),
  shown(`diff of the second half, ${PAPER}`, PAPER, 'diff', 'us', 'µs'),
  shown(`merge of 100 updates, ${PAPER}`, PAPER, 'merge', 'us', 'µs'),
  ...[PAPER, FRIENDS].map((workload) =>
    shown(`single updates with increments, ${named(workload)}`, workload, 'server', 'us_each', 'µs'),
  ),
]

const GROWTH = 12
const grown = (label, small, large, phase, field = 'cpu_ms') => ({ label, small, large, phase, field, most: GROWTH })

/* Ten times the work takes at most twelve times as long. */
export const growths = [
  grown('trace, single updates', PAPER, TENFOLD, 'remote'),
  grown('trace, load and read', PAPER, TENFOLD, 'load', 'warm_ms'),
  grown('trace, local edits', PAPER, TENFOLD, 'local'),
  grown('random inserts, single updates', 'random-10000', 'random-100000', 'remote'),
  grown('random inserts, local edits', 'random-10000', 'random-100000', 'local'),
  grown('siblings at one place, 1 000 and 10 000', 'siblings-1000', 'siblings-10000', 'remote'),
  grown('delete set of 10 000 and 100 000 ranges', 'deletes-10000', 'deletes-100000', 'remote'),
]
