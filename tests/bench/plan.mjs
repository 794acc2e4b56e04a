/* plan.mjs - who does which phase of which workload. Where a peer would take minutes it does only the first so many
 * edits or updates, and the report says so: its cost per edit then is that of a smaller document. */
import { FRIENDS, PAPER, TENFOLD, TRACES } from './workloads.mjs'

const WHOLE = Infinity
const all = (limits = {}) => ({ ours: WHOLE, yjs: WHOLE, ywasm: WHOLE, loro: WHOLE, automerge: WHOLE, ...limits })
const sameFormat = { ours: WHOLE, yjs: WHOLE, ywasm: WHOLE }
const ours = { ours: WHOLE }

export const measurements = [
  ...TRACES.flatMap((workload) => [
    { workload, phase: 'remote', engines: all({ automerge: 500 }) },
    { workload, phase: 'load', engines: all() },
  ]),
  { workload: PAPER, phase: 'local', engines: all({ ywasm: 50_000, automerge: 20_000 }) },
  { workload: PAPER, phase: 'bulk', engines: all({ ywasm: 20_000, automerge: 50_000 }) },
  { workload: PAPER, phase: 'server', engines: sameFormat },
  { workload: FRIENDS, phase: 'server', engines: sameFormat },
  { workload: PAPER, phase: 'apply', engines: sameFormat },
  { workload: PAPER, phase: 'diff', engines: sameFormat },
  { workload: PAPER, phase: 'merge', engines: { ours: WHOLE, yjs: WHOLE } }, // the others have no such call
  ...['touched', 'crowd', 'fifty'].map((workload) => ({ workload, phase: 'remote', engines: sameFormat })),
  ...['remote', 'load', 'local'].map((phase) => ({ workload: TENFOLD, phase, engines: ours })),
  ...['random-10000', 'random-100000'].flatMap((workload) => [
    { workload, phase: 'remote', engines: ours },
    { workload, phase: 'local', engines: ours },
  ]),
  ...['siblings-1000', 'siblings-10000', 'deletes-10000', 'deletes-100000'].map((workload) => ({
    workload,
    phase: 'remote',
    engines: ours,
  })),
]
