/* report.mjs - the page of a run: targets first, then every figure. */
import { readFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { join } from 'node:path'
import { figuresOf } from './judge.mjs'
import { measurements } from './plan.mjs'
import { servers } from './servers.mjs'
import { memoryOf } from './targets.mjs'

const ORDER = Object.keys(servers)
const BYTES_PER_MIB = 1024

function number(value) {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en').replaceAll(',', ' ')
  return Number(value.toPrecision(3)).toString()
}

function table(head, rows) {
  const written = (cells) => `| ${cells.join(' | ')} |`
  return [written(head), written(head.map(() => '---')), ...rows.map(written)].join('\n')
}

function targetTable(verdicts) {
  const rows = verdicts.map(({ label, unit, value, most, least, verdict }) => [
    label,
    unit,
    number(value),
    least === undefined ? `≤ ${number(most)}` : `≥ ${number(least)}`,
    verdict === 'missed' ? '**missed**' : verdict,
  ])
  return table(['', '', 'ours', 'target', ''], rows)
}

function typingRow(r, floor) {
  const share = `${number(r.cpu_us_per_character / floor?.cpu_us_per_character)}x`
  return [
    r.measurement,
    servers[r.server].label,
    number(r.cpu_us_per_character),
    share,
    number(r.cpu_us_per_update),
    `${number(r.p50_ms)} / ${number(r.p95_ms)} / ${number(r.p99_ms)}`,
    number(r.rss_kib / BYTES_PER_MIB),
    number(r.kib_per_connection),
    number(r.own_us_per_character),
    number(r.late_p99_ms),
  ]
}

const TYPING_HEAD = [
  'rooms x clients',
  'server',
  'CPU µs per delivered character',
  'to the relay',
  'CPU µs per delivered update frame',
  'p50 / p95 / p99 ms',
  'RSS MiB',
  'KiB per connection',
  "generator's µs",
  'generator late, p99 ms',
]

const others = {
  ramp: {
    head: ['keystrokes/s', 'p95 ms', 'characters in a frame', "generator's share of its core", 'the limit was'],
    row: (r) => [
      number(r.capacity),
      number(r.p95_ms),
      number(r.merged),
      number(r.own_share),
      r.generator_is_the_limit ? "the generator's" : "the server's",
    ],
  },
  join: {
    head: ['one join, CPU ms', 'one join, ms', '100 joins, ms', 'CPU ms', 'peak MiB more'],
    row: (r) => [r.single_cpu_ms, r.single_ms, r.storm_ms, r.storm_cpu_ms, r.peak_more_kib / BYTES_PER_MIB].map(number),
  },
  kill: {
    head: ['delivered', 'gone after SIGKILL (worst)', 'synced to the disk at that moment'],
    row: (r) => [r.sent, r.gone, r.sent - r.unsynced].map(number),
  },
  restart: { head: ['served', 'ms until the last'], row: (r) => [number(r.served), number(r.restart_ms)] },
  idle: {
    head: ['connections', 'rooms', 'MiB before', 'MiB', 'CPU ms/s'],
    row: (r) =>
      [r.connections, r.rooms, r.before_kib / BYTES_PER_MIB, r.rss_kib / BYTES_PER_MIB, r.cpu_ms_per_s].map(number),
  },
}

function ordered(results) {
  return [...results].sort((a, b) => ORDER.indexOf(a.server) - ORDER.indexOf(b.server))
}

function ofMode(results, mode) {
  const names = measurements.filter((m) => m.mode === mode).map(({ name }) => name)
  return names.flatMap((name) => ordered(results.filter((r) => r.measurement === name)))
}

function typingTable(results) {
  const floorOf = (name) => results.find((r) => r.measurement === name && r.server === 'relay')
  const rows = ofMode(results, 'typing').map((r) => typingRow(r, floorOf(r.measurement)))
  return rows.length > 0 ? ['## Typing', table(TYPING_HEAD, rows)] : []
}

function otherTables(results) {
  return Object.entries(others).flatMap(([mode, { head, row }]) => {
    const found = ofMode(results, mode)
    if (found.length === 0) return []
    const rows = found.map((r) => [r.measurement, servers[r.server].label, ...row(r)])
    return [`## ${mode}`, table(['', 'server', ...head], rows)]
  })
}

function memoryTable(results) {
  const figures = figuresOf(results, {})
  const there = ORDER.filter((name) => results.some((r) => r.server === name && r.measurement === 'idle-5000'))
  const rows = there.map((name) => {
    const { process_mib, connection_kib, room_kib } = memoryOf(figures, name)
    return [servers[name].label, number(process_mib), number(connection_kib), number(room_kib)]
  })
  return rows.length > 0 ? ['## Memory', table(['', 'process MiB', 'KiB per connection', 'KiB per room'], rows)] : []
}

export function machine() {
  const { devDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8'))
  const versions = Object.entries(devDependencies).map(([name, version]) => `${name} ${version}`)
  return `${cpus()[0]?.model.trim()}, ${cpus().length} cores; Linux ${release()}; Node ${process.version}; ${versions.join(', ')}`
}

export function markdown({ verdict, results, sync, remarks }) {
  const count = (wanted) => verdict.filter((line) => line.verdict === wanted).length
  const wrong = results.filter((r) => r.wrong)
  return [
    '# The servers side by side under load',
    `${machine()}.`,
    `One sync of the disk (4 KiB, fdatasync): p50 ${number(sync.p50_ms)}, p95 ${number(sync.p95_ms)}, p99 ${number(sync.p99_ms)} ms.`,
    ...remarks,
    `Targets met: ${count('met')}; missed: ${count('missed')}.`,
    ...(verdict.length > 0 ? [targetTable(verdict)] : []),
    ...wrong.map((r) => `**Not as it must be**: ${servers[r.server].label}, ${r.measurement}: ${r.wrong}`),
    ...typingTable(results),
    ...otherTables(results),
    ...memoryTable(results),
  ].join('\n\n')
}
