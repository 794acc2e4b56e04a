/* report.mjs - the verdict as a page of Markdown. */
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'

const ENGINES = ['ours', 'yjs', 'ywasm', 'loro', 'automerge']

function number(value) {
  if (!Number.isFinite(value)) return '–'
  if (value >= 1000) return Math.round(value).toLocaleString('en').replaceAll(',', ' ')
  return Number(value.toPrecision(3)).toString()
}

/* A share as people say it: 1/23 of theirs; above one, so many times theirs. */
function share(ours, theirs) {
  if (!ours || !theirs) return '–'
  const times = theirs.value / ours.value
  return times >= 1 ? `1/${times >= 10 ? Math.floor(times) : times.toFixed(1)}` : `${(1 / times).toFixed(2)}x`
}

function figure(found, isNamed) {
  if (!found) return '–'
  const first = found.first ? `, first ${number(found.first)} only` : ''
  return `${number(found.value)}${isNamed ? ` (${found.engine}${first})` : ''}`
}

function bound({ yjs, other, most, yjsBytes }, unit) {
  const parts = [
    yjs && `≤ 1/${yjs} yjs`,
    other && `≤ 1/${other} best other`,
    most && `≤ ${number(most)} ${unit}`,
    yjsBytes && '≤ yjs',
  ]
  return parts.filter(Boolean).join(', ')
}

const marked = (verdict) => (verdict === 'missed' ? '**missed**' : verdict)

function table(head, rows) {
  const written = (cells) => `| ${cells.join(' | ')} |`
  return [written(head), written(head.map(() => '---')), ...rows.map(written)].join('\n')
}

function lineTable(lines) {
  const head = ['', 'unit', 'ours', 'yjs', 'best other', 'ours/yjs', 'ours/other', 'target', '']
  const rows = lines.map(({ label, unit, ours, yjs, other, target, verdict }) => [
    label,
    unit,
    figure(ours),
    figure(yjs),
    figure(other, true),
    share(ours, yjs),
    share(ours, other),
    target ? bound(target, unit) : '',
    marked(verdict),
  ])
  return table(head, rows)
}

function growthTable(growths) {
  const head = ['ten times the work', 'ms', 'ms, tenfold', 'times', 'target', '']
  const rows = growths.map(({ label, before, after, times, most, verdict }) => [
    label,
    number(before),
    number(after),
    Number.isFinite(times) ? times.toFixed(2) : '–',
    `≤ ${most}`,
    marked(verdict),
  ])
  return table(head, rows)
}

/* Of each phase the one figure that the tables above take. */
function mainFigure({ us_each, warm_ms, us, cpu_ms }) {
  if (us_each !== undefined) return `${number(us_each)} µs each`
  if (warm_ms !== undefined) return `${number(warm_ms)} ms`
  return us === undefined ? `${number(cpu_ms)} ms` : `${number(us)} µs`
}

function engineCell(result) {
  if (!result) return '–'
  if (result.error) return `failed: ${result.error}`
  const first = result.is_prefix ? `, first ${number(result.count)}` : ''
  return `${mainFigure(result)} (${result.rounds}${first})`
}

function everyTable(results) {
  const works = new Map()
  for (const result of results) {
    const name = `${result.workload}: ${result.phase}`
    works.set(name, [...(works.get(name) ?? []), result])
  }
  const rows = [...works].map(([name, group]) => [
    name,
    ...ENGINES.map((engine) => engineCell(group.find((result) => result.engine === engine))),
  ])
  return table(['workload: phase (rounds)', ...ENGINES], rows)
}

function versions() {
  const { devDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8'))
  return Object.entries(devDependencies)
    .filter(([name]) => name !== 'lib0')
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')
}

export function machine() {
  return `${cpus()[0]?.model.trim()}, ${cpus().length} cores; Node ${process.version}; ${versions()}`
}

function count(verdicts, wanted) {
  return verdicts.filter(({ verdict }) => verdict === wanted).length
}

export function markdown({ lines, growths, failed }, results, remarks) {
  const judged = [...lines, ...growths]
  return [
    '# The engine beside Yjs and others',
    `${machine()}. Processor time, medians over rounds (tests/bench/README.md).`,
    ...remarks,
    `Targets met: ${count(judged, 'met')}; missed: ${count(judged, 'missed')}; failed runs: ${failed.length}.`,
    ...(lines.length > 0 ? [lineTable(lines)] : []),
    ...(growths.length > 0 ? [growthTable(growths)] : []),
    ...failed.map(({ engine, workload, phase, error }) => `**Failed**: ${engine}, ${workload}, ${phase}: ${error}`),
    ...(results.length > 0 ? ['## Every figure', everyTable(results)] : []),
  ].join('\n\n')
}
