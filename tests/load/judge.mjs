/* judge.mjs - sets the figures beside the targets. What was not measured is left out; a figure that could not be had
 * is missed. */
import { OURS } from './servers.mjs'
import { lines } from './targets.mjs'

export function figuresOf(results, sync) {
  const at = (server, measurement, field) =>
    results.find((r) => r.server === server && r.measurement === measurement)?.[field] ?? Number.NaN
  return { at, sync }
}

function verdictOf(line, figures) {
  const value = line.of(figures)
  const most = line.most?.(figures)
  const least = line.least?.(figures)
  const isMet = least === undefined ? value <= most : value >= least
  const { label, unit, measurement } = line
  return { label, unit, measurement, value, most, least, verdict: isMet ? 'met' : 'missed' }
}

export function judge(results, sync) {
  const figures = figuresOf(results, sync)
  const isMeasured = ({ measurement }) => results.some((r) => r.measurement === measurement)
  return lines.filter(isMeasured).map((line) => verdictOf(line, figures))
}

export function isMissed(verdicts, results) {
  return verdicts.some(({ verdict }) => verdict === 'missed') || results.some((r) => OURS.includes(r.server) && r.wrong)
}
