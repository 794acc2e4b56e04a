/* steps.ts - who may take the day to another phase: the rows of phases.def. Apart from rights.ts, since a group's room needs
 * none of it. */
import type { Day, Phase } from './messages'
import { phaseSteps } from './phases'
import { isFor } from './rights'

export function mayStep(day: Day, seat: string, to: Phase): boolean {
  return phaseSteps.some(
    (step) => step.from === day.phase && step.to === to && step.who.some((who) => isFor(day, seat, who)),
  )
}
