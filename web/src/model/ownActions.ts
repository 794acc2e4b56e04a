/* ownActions.ts - which decided actions concern an organisation: those whose "who" names it, or its kind. People write "kunnat
 * ja järjestöt"; so this only decides what comes first, never what is shown. */
import type { AgendaItem, Day, Decision, Organisation } from './messages'

export interface DecidedAction {
  readonly item: AgendaItem
  readonly decision: Decision
  readonly action: string
  readonly number: number
}

/* How the kinds of organisations are called, by the beginnings of words. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  wellbeing_county: ['hyvinvointialue', 'välfärdsområde'],
  municipality: ['kunna', 'kunti', 'kunnat', 'kaupung', 'kommun', 'stad'],
  association: ['järjest', 'yhdisty', 'organisation', 'förening'],
  parish: ['seurakun', 'församling'],
}

/* Endings change in Finnish: what does not is the beginning. */
const STEM = 5

export function decidedActions(day: Day): DecidedAction[] {
  return day.items.flatMap((item) => {
    const decision = item.decisions.at(-1)
    if (item.state !== 'decided' || decision === undefined || decision.outcome === 'returned') return []
    return decision.actions.map((action, at) => ({ item, decision, action, number: at + 1 }))
  })
}

export function fieldOf({ decision, action }: DecidedAction, part: 'what' | 'who' | 'when' | 'measure'): string {
  return decision.fields.find(({ field }) => field === `${action}/${part}`)?.text ?? ''
}

/** The goal of the plan that an action serves; "" if nobody has said. */
export function goalOf(day: Day, { item, action }: DecidedAction): string {
  return day.action_goals.find((one) => one.item === item.item && one.action === action)?.goal ?? ''
}

export function concerns(organisation: Organisation, action: DecidedAction): boolean {
  const words = fieldOf(action, 'who')
    .toLocaleLowerCase()
    .split(/[^\p{L}]+/u)
  const [first = ''] = organisation.name.toLocaleLowerCase().split(/[^\p{L}]+/u)
  const own = first.length > STEM ? first.slice(0, Math.max(STEM, first.length - 3)) : first
  const stems = [...(KINDS[organisation.type] ?? []), own]
  return words.some((word) => stems.some((stem) => stem !== '' && word.startsWith(stem)))
}
