/* judge.mjs - sets the figures beside the targets. What was not measured is left out; a figure that could not be had
 * is missed. */
import { lines } from './targets.mjs'

export function figuresOf(results, runs, sync) {
  const at = (server, measurement, field) =>
    results.find((r) => r.server === server && r.measurement === measurement)?.[field] ?? Number.NaN
  const worst = (server, measurement, field) => {
    const all = runs.filter((r) => r.server === server && r.measurement === measurement)
    return Math.max(...all.map((run) => run[field] ?? Number.NaN))
  }
  return { at, worst, sync }
}

function verdictOf(line, figures) {
  const value = line.of(figures)
  const most = line.most?.(figures)
  const least = line.least?.(figures)
  const isMet = least === undefined ? value <= most : value >= least
  const { label, unit, measurement } = line
  return { label, unit, measurement, value, most, least, verdict: isMet ? 'met' : 'missed' }
}

export function judge(results, runs, sync) {
  const figures = figuresOf(results, runs, sync)
  const isMeasured = ({ measurement }) => results.some((r) => r.measurement === measurement)
  return lines.filter(isMeasured).map((line) => verdictOf(line, figures))
}

export function isMissed(verdicts, results) {
  return verdicts.some(({ verdict }) => verdict === 'missed') || results.some((r) => r.server === 'ours' && r.wrong)
}
