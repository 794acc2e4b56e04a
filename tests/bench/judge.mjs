/* judge.mjs - sets the figures beside the targets. Takes what measure.mjs gives, gives rows for the report. What was
 * not tried is left out; what we tried and failed at is missed. */
import { growths, lines } from './targets.mjs'

const OTHERS = ['ywasm', 'loro', 'automerge']

class Figures {
  #results

  constructor(results) {
    this.#results = results
  }

  isTried(workload, phase) {
    return this.#results.some((r) => r.engine === 'ours' && r.workload === workload && r.phase === phase)
  }

  of(engine, workload, phase, field) {
    const found = this.#results.find((r) => r.engine === engine && r.workload === workload && r.phase === phase)
    const value = found?.[field]
    return value === undefined ? undefined : { engine, value, ...(found.is_prefix && { first: found.count }) }
  }
}

function least(figures) {
  return figures.filter((figure) => figure).sort((a, b) => a.value - b.value)[0]
}

/* Yjs' own bytes: what its author's document is encoded to, or its reader's, whichever is less. */
function yjsBytes(figures, workload) {
  const own = figures.of('yjs', workload, 'load', 'doc_bytes')
  return least([own, figures.of('yjs', workload, 'remote', 'doc_bytes')])
}

const within = (ours, share, theirs) => theirs !== undefined && ours.value * share <= theirs.value

function isMet({ yjs: yjsShare, other: otherShare, most, yjsBytes: bytes }, { ours, yjs, other }) {
  return [
    yjsShare === undefined || within(ours, yjsShare, yjs),
    otherShare === undefined || within(ours, otherShare, other),
    most === undefined || ours.value <= most,
    bytes === undefined || within(ours, 1, yjs),
  ].every(Boolean)
}

function verdictOf(target, found) {
  if (!target) return 'shown'
  return found.ours && isMet(target, found) ? 'met' : 'missed'
}

/* What a part of the work cannot tell: there a saved document has its size, and the time to encode it is not known. */
const OF_THE_WHOLE = ['doc_bytes', 'encode_ms']

function otherOf(engine, { workload, phase, field }, figures) {
  const figure = figures.of(engine, workload, phase, field)
  if (!figure?.first || !OF_THE_WHOLE.includes(field)) return figure
  return field === 'doc_bytes' ? figures.of(engine, workload, 'load', field) : undefined
}

function row(line, figures) {
  const { workload, phase, field, target } = line
  if (!figures.isTried(workload, phase)) return undefined
  const of = (engine) => figures.of(engine, workload, phase, field)
  const yjs = target?.yjsBytes ? yjsBytes(figures, workload) : of('yjs')
  const found = { ours: of('ours'), yjs, other: least(OTHERS.map((engine) => otherOf(engine, line, figures))) }
  return { ...line, ...found, verdict: verdictOf(target, found) }
}

function growth(line, figures) {
  const { small, large, phase, field, most } = line
  if (!figures.isTried(small, phase) || !figures.isTried(large, phase)) return undefined
  const [before, after] = [small, large].map((workload) => figures.of('ours', workload, phase, field)?.value)
  return { ...line, before, after, times: after / before, verdict: after <= most * before ? 'met' : 'missed' }
}

export function judge(results) {
  const figures = new Figures(results)
  return {
    lines: lines.map((line) => row(line, figures)).filter(Boolean),
    growths: growths.map((line) => growth(line, figures)).filter(Boolean),
    failed: results.filter(({ error }) => error),
  }
}

export function isMissed({ lines, growths, failed }) {
  return failed.length > 0 || [...lines, ...growths].some(({ verdict }) => verdict === 'missed')
}
