/* targets.mjs - what our server has to reach, as ratios within one run. `of` gives the figure from the results, `most`
 * (or `least`) the bound; both take `at(server, measurement, field)` and the disk's own sync times. */
import { shapes, withCursor } from './plan.mjs'
import { PEERS } from './servers.mjs'

const COST = 'cpu_us_per_character'

function costLine(measurement, most, server = 'ours') {
  return {
    label: `CPU per delivered update, ${measurement}`,
    unit: 'x relay',
    measurement,
    of: ({ at }) => at(server, measurement, COST) / at('relay', measurement, COST),
    most: () => most,
  }
}

function belowPeers(measurement) {
  return {
    label: `CPU per delivered update, ${measurement}`,
    unit: 'x the best peer',
    measurement,
    of: ({ at }) => at('ours', measurement, COST) / Math.min(...PEERS.map((peer) => at(peer, measurement, COST))),
    most: () => 1,
  }
}

function delayLine(measurement, field, more) {
  return {
    label: `${field.slice(0, 3)} from send to receipt, ${measurement}`,
    unit: 'ms',
    measurement,
    of: ({ at }) => at('ours', measurement, field),
    most: ({ sync }) => sync[field] + more,
  }
}

function plain(label, unit, measurement, of, most) {
  return { label, unit, measurement, of, most: () => most }
}

const RAMP = 'ramp-10x30'
function capacity(server, least) {
  return {
    label: `capacity at 10x30, p95 within 50 ms`,
    unit: `x ${server}`,
    measurement: RAMP,
    of: ({ at }) => at('ours', RAMP, 'capacity') / at(server, RAMP, 'capacity'),
    least: () => least,
  }
}

/* Three runs, three unknowns: what the process takes alone is its memory before anybody came. */
export function memoryOf({ at }, server) {
  const grown = (name) => at(server, name, 'rss_kib') - at(server, name, 'before_kib')
  const room = Math.max(0, (grown('idle-rooms') - grown('idle-1000')) / 980)
  return {
    process_mib: at(server, 'idle-5000', 'before_kib') / 1024,
    connection_kib: (grown('idle-5000') - 100 * room) / 5000,
    room_kib: room,
  }
}

const memory = (label, unit, field, most) =>
  plain(label, unit, 'idle-5000', (figures) => memoryOf(figures, 'ours')[field], most)

function storing({ at }) {
  const each = (server) => at(server, 'store-30x2', 'cpu_us_per_keystroke')
  return each('ours') - each('relay')
}

const lost = (label, field) => plain(label, '', 'kill-3x25', ({ at }) => at('ours', 'kill-3x25', field), 0)

export const lines = [
  ...shapes.map((shape) => costLine(shape, shape === '3x25' ? 1.6 : 1.25)),
  ...shapes.map((shape) => costLine(withCursor(shape), 1)),
  costLine('3x25-ws', 1.6, 'day'),
  ...shapes.flatMap((shape) => [belowPeers(shape), belowPeers(withCursor(shape))]),
  capacity('relay', 2.5),
  capacity('hocuspocus', 2),
  ...shapes.flatMap((shape) => [
    delayLine(shape, 'p50_ms', 2),
    delayLine(shape, 'p95_ms', 10),
    delayLine(shape, 'p99_ms', 30),
  ]),
  plain('one join of the long document, CPU', 'ms', 'join', ({ at }) => at('ours', 'join', 'single_cpu_ms'), 0.5),
  plain(
    '100 joins at once, until the last is served',
    'x relay',
    'join',
    ({ at }) => at('ours', 'join', 'storm_ms') / at('relay', 'join', 'storm_ms'),
    1.5,
  ),
  plain(
    '100 joins at once, memory at the peak',
    'MiB more',
    'join',
    ({ at }) => at('ours', 'join', 'peak_more_kib') / 1024,
    4,
  ),
  memory('memory of the process', 'MiB', 'process_mib', 10),
  memory('memory per idle connection', 'KiB', 'connection_kib', 7),
  memory('memory per open room', 'KiB', 'room_kib', 3),
  plain(
    'idle CPU with 5000 connections',
    'ms/s',
    'idle-5000',
    ({ at }) => at('ours', 'idle-5000', 'cpu_ms_per_s'),
    0.6,
  ),
  plain(
    'restart, 500 documents and 500 clients at once',
    'ms',
    'restart-500',
    ({ at }) => at('ours', 'restart-500', 'restart_ms'),
    150,
  ),
  plain('storing, CPU per update beyond fan-out', 'µs', 'store-30x2', storing, 9),
  lost('gone after SIGKILL, of 780 delivered', 'gone'),
  lost('not synced at that moment, of 780 delivered', 'unsynced'),
]
