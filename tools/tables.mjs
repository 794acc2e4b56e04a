// tables.mjs - the tables of server/domain as data: commands.def, documents.def, phases.def, refusals.def. For the
// generator (gen_messages.mjs) and for the tests that try every cell over the wire.
import { readFileSync } from 'node:fs'

const domain = new URL('../server/domain/', import.meta.url)
const schema = JSON.parse(readFileSync(new URL('../schema/messages.json', import.meta.url), 'utf8'))

/* The columns of documents.def: what a group does, and one more; how far an agenda text has come. */
const columns = {
  GROUP_TEXT: [...schema.enums.GroupState, 'unfinished'],
  AGENDA_TEXT: ['coming', 'merging', 'deciding', 'decided', 'closed'],
  MINUTES_TEXT: schema.enums.MinutesState,
}

/* The rows of one macro: COMMAND(a, B | C, d) -> [['a', 'B | C', 'd']]. Comments hold no rows. */
function rowsOf(file, macro) {
  const text = readFileSync(new URL(file, domain), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  return [...text.matchAll(new RegExp(`^${macro}\\(([^)]*)\\)`, 'gm'))].map(([, cells]) =>
    cells.split(',').map((cell) => cell.trim()),
  )
}

const words = (cell) => cell.split('|').map((word) => word.trim().toLowerCase())
const phasesIn = (cell) => (cell === 'ANY_PHASE' ? schema.enums.Phase : words(cell))

function textRows(kind) {
  return rowsOf('documents.def', kind).map(([who, ...cells]) => {
    if (cells.length !== columns[kind].length)
      throw new Error(`documents.def: ${kind}(${who}) has ${cells.length} cells, not ${columns[kind].length}`)
    return { who: words(who), access: Object.fromEntries(columns[kind].map((at, i) => [at, words(cells[i])[0]])) }
  })
}

/* [{ name, who, phases }] */
export const commandRows = rowsOf('commands.def', 'COMMAND').map(([name, who, phases]) => ({
  name,
  who: words(who),
  phases: phasesIn(phases),
}))

/* [{ who, access: { column: 'none' | 'read' | 'locked' | 'arriving' | 'write' } }]: the first that fits holds. */
export const groupTextRows = textRows('GROUP_TEXT')
export const agendaTextRows = textRows('AGENDA_TEXT')
export const minutesTextRows = textRows('MINUTES_TEXT')

/* { group_text: [who], agenda_text: [who] } */
export const lateEditRows = Object.fromEntries(
  rowsOf('documents.def', 'LATE_EDITS').map(([text, who]) => [text.toLowerCase(), words(who)]),
)

/* [{ from, to, who }] */
export const phaseSteps = rowsOf('phases.def', 'PHASE_STEP').map(([from, to, who]) => ({
  from: from.toLowerCase(),
  to: to.toLowerCase(),
  who: words(who),
}))

export const refusals = rowsOf('refusals.def', 'REFUSAL').map(([code]) => code)
