/* rights.mjs - what the tables of server/domain grant: the rows are theirs, the reading of them is this file's own, so
 * that a server that reads them otherwise is found out. */
import {
  agendaTextRows,
  commandRows,
  groupTextRows,
  lateEditRows,
  minutesTextRows,
  phaseSteps,
} from '../../tools/tables.mjs'

export { commandRows }

/* The secretary's text of the minutes. */
export const MINUTES = 'minutes'

const rowOf = (kind) => commandRows.find(({ name }) => name === kind)
const groupOfDoc = (day, doc) => day.groups.find((group) => group.doc === doc)
const itemOfDoc = (day, doc) => day.items.find((item) => item.doc !== '' && item.doc === doc)
const officer = (day, post) => day.officers.find((one) => one.post === post)?.seat

/* The words of the tables that hold for a seat; group: the one it is about, if any. */
function wordsFor(day, seat, group) {
  const { roles, group: own } = day.seats.find((one) => one.seat === seat)
  const words = new Set([
    'anyone',
    ...roles.filter((role) => ['facilitator', 'organiser', 'wall', 'registry'].includes(role)),
  ])
  if ((officer(day, 'chair') ?? day.seats.find((one) => one.roles.includes('opener'))?.seat) === seat)
    words.add('chair')
  const secretary = officer(day, 'secretary')
  if (secretary === undefined ? roles.includes('secretary') : secretary === seat) words.add('secretary')
  for (const { post } of day.officers.filter((one) => one.seat === seat))
    if (post === 'counter' || post === 'examiner') words.add(post)
  if (group !== undefined && own === group && (roles.includes('participant') || roles.includes('facilitator'))) {
    words.add('member')
    if (roles.includes('facilitator')) words.add('group')
  }
  return words
}

const fits = (words) => (row) => row.who.some((word) => words.has(word))

/* 'none', 'read', 'locked', 'arriving' or 'write' */
export function accessTo(day, seat, doc) {
  const group = groupOfDoc(day, doc)
  const item = itemOfDoc(day, doc)
  if (doc === MINUTES) return minutesTextRows.find(fits(wordsFor(day, seat))).access[day.minutes.state]
  if (group) {
    const isDone = ['handed_in', 'on_agenda'].includes(group.state)
    const column = day.phase === 'closed' && !isDone ? 'unfinished' : group.state
    return groupTextRows.find(fits(wordsFor(day, seat, group.group))).access[column]
  }
  if (!item) return 'none'
  const last = item.decisions.at(-1)
  const isDecided = last !== undefined && last.reopened_ms === 0
  const column = isDecided ? 'decided' : ['opening', 'workshop'].includes(day.phase) ? 'coming' : day.phase
  return agendaTextRows.find(fits(wordsFor(day, seat))).access[column]
}

/* Sees what others sent too late. */
export function seesLateEdits(day, seat, doc) {
  const group = groupOfDoc(day, doc)
  const text = doc === MINUTES ? 'minutes_text' : group ? 'group_text' : 'agenda_text'
  return fits(wordsFor(day, seat, group?.group))({ who: lateEditRows[text] })
}

/* Whose motion or statement it is, where no seat is named. */
function seatAbout(day, { seat, amendment, statement }) {
  return (
    seat ??
    day.amendments.find((one) => one.amendment === amendment)?.seat ??
    day.statements.find((one) => one.statement === statement)?.seat
  )
}

/* The code with which the tables refuse a command, or null: then its rule decides. */
export function denial(day, seat, kind, data) {
  const row = rowOf(kind)
  const isAbout = row.who.includes('self') || row.who.includes('group')
  const about = isAbout ? day.seats.find((one) => one.seat === seatAbout(day, data)) : undefined
  const words = wordsFor(day, seat, about ? about.group : data.group)
  words.delete('member')
  if (about?.seat === seat) words.add('self')
  if (data.doc !== undefined && !['none', 'read'].includes(accessTo(day, seat, data.doc))) words.add('writer')
  if (!fits(words)(row)) return row.who.includes('group') && words.has('facilitator') ? 'not_own_group' : 'not_allowed'
  if (!row.phases.includes(day.phase)) return 'wrong_phase'
  if (kind !== 'phase_change') return null
  const step = phaseSteps.find(({ from, to }) => from === day.phase && to === data.phase)
  return step && !fits(words)(step) ? 'not_allowed' : null
}
