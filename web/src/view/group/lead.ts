/* lead.ts - whom the facilitator's bar concerns. */
import type { CommandKind, Day, WorkingGroup } from '../../model/messages'
import { mayCommand } from '../../model/rights'

const leading: readonly CommandKind[] = ['group_start', 'group_pause', 'handin_announce']

/** Does the bar concern this seat at all? What may be done now is asked button by button. */
export function mayLead(day: Day, seat: string, group: WorkingGroup): boolean {
  return leading.some((kind) => {
    const verdict = mayCommand(day, seat, kind, { group: group.group })
    return verdict !== 'not_allowed' && verdict !== 'not_own_group'
  })
}
