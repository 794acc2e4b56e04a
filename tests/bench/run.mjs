/* run.mjs - the benchmark: prepares the workloads, lets the engines do them, judges, and writes results.json and
 * results.md into build/bench/. Exit 1: a target is missed or a run failed; 2: it could not be done.
 *   TRACES      folder of the editing traces (beside the repository, shared/data/traces)
 *   YDOC_BENCH  our program (build/ydoc-bench)
 *   ONLY=name   one workload, or those that begin with `name-` */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMissed, judge } from './judge.mjs'
import { measure } from './measure.mjs'
import { measurements } from './plan.mjs'
import { prepare } from './prepare.mjs'
import { machine, markdown } from './report.mjs'
import { isTrace, sourcePath, workloads } from './workloads.mjs'

const ROOT = join(import.meta.dirname, '../..')
const traces = process.env.TRACES || join(ROOT, '../shared/data/traces')
const program = process.env.YDOC_BENCH || join(ROOT, 'build/ydoc-bench')
const only = process.env.ONLY
const OUT = join(ROOT, 'build/bench')
const remarks = []

function chosen() {
  if (!only) return workloads
  const exact = workloads.filter(({ name }) => name === only)
  const found = exact.length > 0 ? exact : workloads.filter(({ name }) => name.startsWith(`${only}-`))
  if (found.length > 0) return found
  console.error(`no workload ${only}; there are ${workloads.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

function remark(text) {
  console.error(text)
  remarks.push(text)
}

function available(wanted) {
  const here = wanted.filter((workload) => !isTrace(workload) || existsSync(sourcePath(workload, traces)))
  const missing = wanted.filter((workload) => !here.includes(workload)).map(({ name }) => name)
  if (missing.length > 0)
    remark(`**Not run**, for their traces are not in ${traces}: ${missing.join(', ')}. Set TRACES to their folder.`)
  return here
}

async function main() {
  if (only) remark(`Only ${only} was asked for.`)
  const here = available(chosen())
  mkdirSync(OUT, { recursive: true })
  for (const workload of here) await prepare(workload, join(OUT, workload.name), traces)
  const results = []
  for (const measurement of measurements.filter(({ workload }) => here.some(({ name }) => name === workload))) {
    console.error(`${measurement.workload}: ${measurement.phase}`)
    results.push(...measure(measurement, join(OUT, measurement.workload), program))
  }
  const verdict = judge(results)
  const page = markdown(verdict, results, remarks)
  writeFileSync(
    join(OUT, 'results.json'),
    JSON.stringify({ machine: machine(), remarks, ...verdict, results }, null, 1),
  )
  writeFileSync(join(OUT, 'results.md'), `${page}\n`)
  console.log(page)
  process.exitCode = isMissed(verdict) ? 1 : 0
}

if (!existsSync(program)) {
  console.error(`${program} is not built`)
  process.exit(2)
}
await main()
