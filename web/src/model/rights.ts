/* rights.ts - who may do what now: the rows of commands.def and documents.def, asked for a button before it is pressed.
 * The server judges; this only lets a screen say beforehand what the answer would be, and why. */
import { commandRows, type Who } from './commands'
import {
  type Access,
  agendaLateEdits,
  agendaTextColumns,
  agendaTextRows,
  groupLateEdits,
  groupTextColumns,
  groupTextRows,
  minutesLateEdits,
  minutesTextColumns,
  minutesTextRows,
  type TextWho,
} from './documents'
import type { AgendaItem, CommandKind, Day, Post, Refusal, Seat, WorkingGroup } from './messages'

/** What the secretary writes for the minutes. */
export const MINUTES_DOC = 'minutes'

export type Place =
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'merge' | 'decide' | 'wall' | 'agenda' | 'presence' | 'minutes' | 'distribution' | 'organisation' }

/** What a command is about, as far as the right depends on it. */
export interface Target {
  readonly group?: string
  readonly doc?: string
  readonly seat?: string
}

export function seatOf(day: Day, seat: string): Seat | undefined {
  return day.seats.find((s) => s.seat === seat)
}

export function groupOfDoc(day: Day, doc: string): WorkingGroup | undefined {
  return day.groups.find((g) => g.doc === doc)
}

export function itemOfDoc(day: Day, doc: string): AgendaItem | undefined {
  return doc === '' ? undefined : day.items.find((i) => i.doc === doc)
}

/** The chair, or the opener until one is elected; the vice-chair while that one is away for an item. */
export function chairOf(day: Day): string | undefined {
  const holder = (post: Post) => day.officers.find((o) => o.post === post)?.seat
  const isAway = (seat: string | undefined) => day.absences.some((one) => one.seat === seat && one.to_ms === 0)
  const chair = holder('chair') ?? day.seats.find((s) => s.roles.includes('opener'))?.seat
  const viceChair = holder('vice_chair')
  return isAway(chair) && viceChair !== undefined && !isAway(viceChair) ? viceChair : chair
}

export function isChair(day: Day, seat: string): boolean {
  return chairOf(day) === seat
}

export function isSecretary(day: Day, seat: string): boolean {
  const elected = day.officers.find((o) => o.post === 'secretary')?.seat
  return elected === undefined ? seatOf(day, seat)?.roles.includes('secretary') === true : elected === seat
}

/** Gives a new personal link to whoever lost theirs. */
export function givesLinks(day: Day, seat: string): boolean {
  return seatOf(day, seat)?.roles.includes('organiser') === true || isSecretary(day, seat)
}

export function mayCommand(
  day: Day,
  seat: string,
  kind: CommandKind,
  { group: named, doc = '', seat: about }: Target = {},
): true | Refusal {
  const [who, phases] = commandRows[kind]
  const id = about === undefined ? named : seatOf(day, about)?.group
  const group = day.groups.find((g) => g.group === id)
  if (!who.some((one) => (one === 'self' ? about === seat : isFor(day, seat, one, group, doc))))
    return who.includes('group') && isFor(day, seat, 'facilitator') ? 'not_own_group' : 'not_allowed'
  if (!phases.includes(day.phase)) return 'wrong_phase'
  if (who.includes('writer')) return takesChanges(day, seat, doc)
  return group === undefined || about !== undefined ? true : fitsState(group, kind)
}

/** What this seat may do with this text now: its cell of documents.def. */
export function accessTo(day: Day, seat: string, doc: string): Access {
  const group = groupOfDoc(day, doc)
  const item = itemOfDoc(day, doc)
  if (doc === MINUTES_DOC) {
    const found = minutesTextRows.find(([who]) => who.some((one) => isFor(day, seat, one)))
    return (found?.[1][minutesTextColumns.indexOf(day.minutes.state)] ?? 'N') as Access
  }
  const rows = group !== undefined ? groupTextRows : item !== undefined ? agendaTextRows : []
  const row = rows.find(([who]) => who.some((one) => isFor(day, seat, one, group)))
  return (row?.[1][group !== undefined ? groupColumn(day, group) : agendaColumn(day, item)] ?? 'N') as Access
}

/** May this seat change this text now? */
export function mayWrite(day: Day, seat: string, doc: string): boolean {
  return accessTo(day, seat, doc) === 'W'
}

/** May this seat read this text? */
export function mayRead(day: Day, seat: string, doc: string): boolean {
  return accessTo(day, seat, doc) !== 'N'
}

/** May this seat see the late edits of others in this text? */
export function seesLateEdits(day: Day, seat: string, doc: string): boolean {
  const group = groupOfDoc(day, doc)
  const rows = doc === MINUTES_DOC ? minutesLateEdits : group !== undefined ? groupLateEdits : agendaLateEdits
  return rows.some((one) => isFor(day, seat, one, group))
}

/** Where this seat may go, its own place first. */
export function placesOf(day: Day, seat: string): readonly Place[] {
  const s = seatOf(day, seat)
  if (s === undefined) return []
  if (s.roles.includes('wall')) return [{ kind: 'wall' }]
  if (s.roles.includes('registry')) return [{ kind: 'organisation' }, { kind: 'agenda' }]
  const leads = isChair(day, seat)
  const isOfficial =
    leads || isSecretary(day, seat) || s.roles.some((r) => ['chair', 'secretary', 'organiser'].includes(r))
  const places: Place[] = []
  const group = day.groups.find((g) => g.group === s.group)
  if (leads) places.push({ kind: 'decide' })
  if (group !== undefined) places.push({ kind: 'group', group: group.group })
  if (isOfficial || s.roles.includes('facilitator')) places.push({ kind: 'merge' })
  if (isSecretary(day, seat) && !leads) places.push({ kind: 'decide' })
  places.push({ kind: 'agenda' })
  if (isOfficial) places.push({ kind: 'presence' })
  if (mayRead(day, seat, MINUTES_DOC) || day.minutes.state === 'signed' || day.minutes.state === 'published')
    places.push({ kind: 'minutes' })
  if (givesLinks(day, seat) && day.phase === 'closed') places.push({ kind: 'distribution' })
  if (isOfficial || s.roles.includes('observer')) places.push({ kind: 'wall' })
  return places
}

/** The fields a text has now, in their order, with their limits. */
export function fieldsOf(
  day: Day,
  actions: readonly string[],
): readonly { readonly field: string; readonly max: number }[] {
  const head = day.field_rules.map((rule) => ({ field: rule.name, max: rule.max }))
  const rows = actions.flatMap((action) =>
    day.action_rules.map((rule) => ({ field: `${action}/${rule.name}`, max: rule.max })),
  )
  return [...head, ...rows]
}

/** Whether a word of the tables holds for this seat; group and doc: those it is about, if any. */
export function isFor(day: Day, seat: string, who: Who | TextWho, group?: WorkingGroup, doc = ''): boolean {
  const s = seatOf(day, seat)
  if (s === undefined) return false
  const isOwn = group !== undefined && s.group === group.group
  switch (who) {
    case 'anyone':
      return true
    case 'chair':
      return isChair(day, seat)
    case 'secretary':
      return isSecretary(day, seat)
    case 'counter':
    case 'examiner':
      return day.officers.some((o) => o.post === who && o.seat === seat)
    case 'member':
      return isOwn && s.roles.some((role) => ['participant', 'facilitator'].includes(role))
    case 'group':
      return isOwn && s.roles.includes('facilitator')
    case 'writer':
      return !'NR'.includes(accessTo(day, seat, doc))
    default:
      return (s.roles as readonly string[]).includes(who) /* the server has no seat */
  }
}

function groupColumn(day: Day, group: WorkingGroup): number {
  const isHandedIn = ['handed_in', 'on_agenda'].includes(group.state)
  return groupTextColumns.indexOf(day.phase === 'closed' && !isHandedIn ? 'unfinished' : group.state)
}

/* A phase that is no column comes before merging: the first column. */
function agendaColumn(day: Day, item: AgendaItem | undefined): number {
  const columns: readonly string[] = agendaTextColumns
  return Math.max(0, columns.indexOf(item?.state === 'decided' ? 'decided' : day.phase))
}

/* A change of a text's list of actions, by one of its writers. */
function takesChanges(day: Day, seat: string, doc: string): true | Refusal {
  const group = groupOfDoc(day, doc)
  return group !== undefined ? writes(group) : mayWrite(day, seat, doc) || 'text_locked'
}

function fitsState(group: WorkingGroup, kind: CommandKind): true | Refusal {
  switch (kind) {
    case 'group_start':
      return group.state === 'waiting' ? true : 'already_started'
    case 'lobby_admit':
      return true
    case 'group_resume':
      return group.state === 'paused' ? true : 'group_not_paused'
    case 'handin_announce':
    case 'clock_set':
      return group.state === 'paused' ? true : writes(group)
    case 'group_return':
      if (group.state === 'on_agenda') return 'group_on_agenda'
      return group.state === 'handed_in' ? true : 'group_not_handed_in'
    default:
      return writes(group)
  }
}

function writes(group: WorkingGroup): true | Refusal {
  if (group.state === 'handed_in') return 'group_handed_in'
  if (group.state === 'on_agenda') return 'group_on_agenda'
  return group.state === 'writing' ? true : 'group_not_writing'
}

/** What keeps a text from being handed in or decided: fields that must not be empty. The rest can be said aloud. */
export function mustBeFilled(field: string): boolean {
  return field === 'title' || field === 'decision' || field.endsWith('/what')
}
