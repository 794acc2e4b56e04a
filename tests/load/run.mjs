/* run.mjs - the servers side by side under load: measures in rounds, judges, and writes results.json and results.md
 * into build/load/. Exit 1: a target is missed or something went wrong; 2: it could not be done.
 *   SOPU           our server (build/sopu)
 *   LOAD_PROGRAMS  folder of load-gen and the relays (build/load)
 *   ONLY=name      the measurements that begin so; QUICK=1: one round, shorter
 *   PAGE=file      takes the page in, below its line "measured" */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { judge, isMissed } from './judge.mjs'
import { disk, longDocument, measure } from './measure.mjs'
import { median } from '../bench/median.mjs'
import { measurements } from './plan.mjs'
import { machine, markdown } from './report.mjs'

const ROOT = join(import.meta.dirname, '../..')
const out = join(ROOT, 'build/load')
const given = {
  out,
  sopu: resolve(process.env.SOPU || join(ROOT, 'build/sopu')),
  programs: resolve(process.env.LOAD_PROGRAMS || out),
  doc: join(out, 'long.bin'),
}

function chosen(only) {
  const found = measurements.filter(({ name }) => !only || name === only || name.startsWith(`${only}-`))
  if (found.length > 0) return found
  console.error(`no measurement ${only}; there are ${measurements.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

function shown({ wrong, ...line }) {
  const { cpu_us_per_character, p50_ms, p95_ms, capacity, gone, restart_ms, single_cpu_ms, storm_ms, rss_kib } = line
  const told = { cpu_us_per_character, p50_ms, p95_ms, capacity, gone, restart_ms, single_cpu_ms, storm_ms, rss_kib }
  return JSON.stringify({ ...told, wrong })
}

async function turn(measurement, round, runs) {
  const names = measurement.servers
  const order = names.map((_, i) => names[(i + round) % names.length]) // nobody is always first
  const one = async (server) => {
    const line = await measure(server, measurement, given)
    console.error(`${measurement.name} ${server} ${shown(line)}`)
    runs.push({ measurement: measurement.name, server, round, ...line })
  }
  if (measurement.isTogether) await Promise.all(order.map(one))
  else for (const server of order) await one(server)
}

function summaryOf(lines) {
  const right = lines.filter(({ wrong }) => !wrong)
  const counted = right.length > 0 ? right : lines
  const fields = Object.keys(counted[0]).filter((field) => typeof counted[0][field] === 'number')
  const of = counted[0].mode === 'kill' ? (values) => Math.max(...values) : median
  const summary = Object.fromEntries(fields.map((field) => [field, of(counted.map((line) => line[field]))]))
  return { ...counted[0], ...summary, wrong: lines.map(({ wrong }) => wrong).find(Boolean) }
}

/* Each field's median over the rounds that went well; of what is lost, the worst. */
function results(runs) {
  const groups = new Map()
  for (const run of runs) {
    const key = `${run.measurement} ${run.server}`
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups.values()].map(summaryOf)
}

const LINE = '<!-- measured -->\n'
function takeIn(file, page) {
  const [prose] = readFileSync(file, 'utf8').split(LINE)
  writeFileSync(file, `${prose}${LINE}\n${page.replace(/^#/gm, '##')}\n`)
}

async function main() {
  const only = process.env.ONLY
  const wanted = chosen(only)
  for (const folder of ['data', 'logs']) mkdirSync(join(out, folder), { recursive: true })
  await longDocument(given, given.doc)
  const runs = []
  const syncs = []
  const rounds = Math.max(...wanted.map(({ rounds }) => rounds))
  for (let round = 0; round < rounds; round++) {
    syncs.push(await disk(given))
    for (const measurement of wanted.filter(({ rounds }) => round < rounds)) await turn(measurement, round, runs)
  }
  syncs.push(await disk(given))
  rmSync(join(out, 'data'), { recursive: true, force: true })
  const sync = Object.fromEntries(
    ['p50_ms', 'p95_ms', 'p99_ms'].map((field) => [field, median(syncs.map((line) => line[field]))]),
  )
  const found = results(runs)
  const verdict = judge(found, sync)
  const { stdout: version } = spawnSync(given.sopu, ['--version'], { encoding: 'utf8' })
  const remarks = [
    `Our server: ${version.trim()}.`,
    only && `Only ${only} was asked for.`,
    process.env.QUICK && 'QUICK: one short round.',
  ].filter(Boolean)
  const page = markdown({ verdict, results: found, sync, remarks })
  const all = { machine: machine(), remarks, sync, lines: verdict, results: found, runs }
  writeFileSync(join(out, 'results.json'), JSON.stringify(all, null, 1))
  writeFileSync(join(out, 'results.md'), `${page}\n`)
  console.log(page)
  if (process.env.PAGE) takeIn(process.env.PAGE, page)
  process.exitCode = isMissed(verdict, found) ? 1 : 0
}

for (const program of [given.sopu, join(given.programs, 'load-gen')])
  if (!existsSync(program)) {
    console.error(`${program} is not built`)
    process.exit(2)
  }
await main()
