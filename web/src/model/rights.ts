/* rights.ts - who may do what now: the rows of commands.def and documents.def, asked for a button before it is pressed.
 * The server judges; this only lets a screen say beforehand what the answer would be, and why. */
import { commandRows, type Who } from './commands'
import {
  type Access,
  type AgendaText,
  agendaTextRows,
  type GroupText,
  groupTextRows,
  lateEditRows,
  phaseSteps,
  type TextWho,
} from './documents'
import type { AgendaItem, CommandKind, Day, Phase, Refusal, Role, Seat, WorkingGroup } from './messages'

export type Place =
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'merge' | 'decide' | 'wall' | 'agenda' }

/** What a command is about, as far as the right depends on it. */
export interface Target {
  readonly group?: string
  readonly doc?: string
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

export function chairOf(day: Day): string | undefined {
  const elected = day.officers.find((o) => o.post === 'chair')?.seat
  return elected ?? day.seats.find((s) => s.roles.includes('opener'))?.seat
}

export function isChair(day: Day, seat: string): boolean {
  return chairOf(day) === seat
}

export function isSecretary(day: Day, seat: string): boolean {
  const elected = day.officers.find((o) => o.post === 'secretary')?.seat
  return elected === undefined ? has(day, seat, 'secretary') : elected === seat
}

export function isFacilitatorOf(day: Day, seat: string, group: string): boolean {
  const s = seatOf(day, seat)
  return s?.group === group && s.roles.includes('facilitator')
}

export function mayCommand(day: Day, seat: string, kind: CommandKind, target: Target = {}): true | Refusal {
  const row = commandRows[kind]
  if (!row.who.some((who) => is(day, seat, who, target)))
    return row.who.includes('group') && has(day, seat, 'facilitator') ? 'not_own_group' : 'not_allowed'
  if (!row.phases.includes(day.phase)) return 'wrong_phase'
  if (row.who.includes('writer')) return takesChanges(day, seat, target.doc ?? '')
  const group = day.groups.find((g) => g.group === target.group)
  return group === undefined ? true : fitsState(group, kind)
}

/** May this seat take the day from here to there? */
export function mayStep(day: Day, seat: string, to: Phase): boolean {
  return phaseSteps.some(
    (step) => step.from === day.phase && step.to === to && step.who.some((who) => isFor(day, seat, who, undefined)),
  )
}

/** What this seat may do with this text now: its cell of documents.def. */
export function accessTo(day: Day, seat: string, doc: string): Access {
  const group = groupOfDoc(day, doc)
  const item = itemOfDoc(day, doc)
  const fits = (row: { readonly who: readonly TextWho[] }) => row.who.some((who) => isFor(day, seat, who, group))
  if (group !== undefined) return groupTextRows.find(fits)?.access[groupText(day, group)] ?? 'none'
  if (item !== undefined) return agendaTextRows.find(fits)?.access[agendaText(day, item)] ?? 'none'
  return 'none'
}

/** May this seat change this text now? */
export function mayWrite(day: Day, seat: string, doc: string): boolean {
  return accessTo(day, seat, doc) === 'write'
}

/** May this seat read this text? */
export function mayRead(day: Day, seat: string, doc: string): boolean {
  return accessTo(day, seat, doc) !== 'none'
}

/** May this seat see the late edits of others in this text? */
export function seesLateEdits(day: Day, seat: string, doc: string): boolean {
  const group = groupOfDoc(day, doc)
  const who = lateEditRows[group !== undefined ? 'group_text' : 'agenda_text']
  return who.some((one) => isFor(day, seat, one, group))
}

/** Where this seat may go, its own place first. */
export function placesOf(day: Day, seat: string): readonly Place[] {
  const s = seatOf(day, seat)
  if (s === undefined) return []
  if (s.roles.includes('wall')) return [{ kind: 'wall' }]
  const isOfficial =
    isChair(day, seat) ||
    isSecretary(day, seat) ||
    s.roles.some((r) => r === 'secretary' || r === 'organiser' || r === 'chair')
  const places: Place[] = []
  const group = day.groups.find((g) => g.group === s.group)
  if (isChair(day, seat)) places.push({ kind: 'decide' })
  if (group !== undefined) places.push({ kind: 'group', group: group.group })
  if (isOfficial || s.roles.includes('facilitator')) places.push({ kind: 'merge' })
  if (isSecretary(day, seat) && !isChair(day, seat)) places.push({ kind: 'decide' })
  places.push({ kind: 'agenda' })
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

function has(day: Day, seat: string, role: Role): boolean {
  return seatOf(day, seat)?.roles.includes(role) ?? false
}

/* For a text: of this group, or of the agenda. */
function isFor(day: Day, seat: string, who: TextWho, group: WorkingGroup | undefined): boolean {
  switch (who) {
    case 'chair':
      return isChair(day, seat)
    case 'secretary':
      return isSecretary(day, seat)
    case 'organiser':
    case 'facilitator':
    case 'wall':
      return has(day, seat, who)
    case 'group':
      return group !== undefined && isFacilitatorOf(day, seat, group.group)
    case 'member':
      return group !== undefined && isMemberOf(day, seat, group.group)
    case 'anyone':
      return seatOf(day, seat) !== undefined
  }
}

function is(day: Day, seat: string, who: Who, target: Target): boolean {
  if (who === 'server') return false
  if (who === 'writer') return isWriterOf(day, seat, target.doc ?? '')
  return isFor(
    day,
    seat,
    who,
    day.groups.find((g) => g.group === target.group),
  )
}

/* One of its writers, though it may be locked now. */
function isWriterOf(day: Day, seat: string, doc: string): boolean {
  const access = accessTo(day, seat, doc)
  return access !== 'none' && access !== 'read'
}

function isMemberOf(day: Day, seat: string, group: string): boolean {
  const s = seatOf(day, seat)
  return s?.group === group && s.roles.some((role) => role === 'participant' || role === 'facilitator')
}

function groupText(day: Day, group: WorkingGroup): GroupText {
  const isHandedIn = group.state === 'handed_in' || group.state === 'on_agenda'
  return day.phase === 'closed' && !isHandedIn ? 'unfinished' : group.state
}

function agendaText(day: Day, item: AgendaItem): AgendaText {
  if (item.state === 'decided') return 'decided'
  return day.phase === 'opening' || day.phase === 'workshop' ? 'coming' : day.phase
}

/* A change of a text's list of actions, by one of its writers. */
function takesChanges(day: Day, seat: string, doc: string): true | Refusal {
  const group = groupOfDoc(day, doc)
  if (group !== undefined) return writes(group)
  if (itemOfDoc(day, doc)?.state === 'decided') return 'already_decided'
  return mayWrite(day, seat, doc) ? true : 'text_locked'
}

function fitsState(group: WorkingGroup, kind: CommandKind): true | Refusal {
  switch (kind) {
    case 'group_start':
      return group.state === 'waiting' ? true : 'already_started'
    case 'group_pause':
      return writes(group)
    case 'handin_announce':
      return group.state === 'paused' ? true : writes(group)
    case 'group_resume':
      return group.state === 'paused' ? true : 'group_not_paused'
    case 'clock_set':
      return group.state === 'paused' ? true : writes(group)
    case 'group_return':
      if (group.state === 'on_agenda') return 'group_on_agenda'
      return group.state === 'handed_in' ? true : 'group_not_handed_in'
    default:
      return true
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
