/* minutes.mjs - the minutes as their readers get them, and what the pack says must stand in them. */
import assert from 'node:assert/strict'
import { sleep } from './wait.mjs'

/* A format of them, for a seat; what is still being made is asked for again. `more` of the address: "&of=originals". */
export async function minutesFor(voices, seat, format, more = '') {
  const { cookie } = await voices.sessionOf(seat)
  const url = `${voices.server.url}/api/v1/minutes?seat=${seat}&format=${format}${more}`
  for (;;) {
    const answer = await fetch(url, { headers: { Cookie: cookie } })
    if (answer.status !== 202) return answer
    await sleep(50)
  }
}

/* { minutes, seal } */
export const readMinutes = async (voices, seat) => (await minutesFor(voices, seat, 'json')).json()

/* The words of a page, without its escapes. */
export const plain = (text) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

const sectionsOf = (minutes) => minutes.sections.filter(({ level }) => level === 2)
const sectionOf = (minutes, no) => minutes.sections.find(({ item }) => item === `item-${no}`)
const partOf = (section, kind) => section.parts.find(({ part }) => part === kind)

/* Before the secretary has written a word: section by section, what the events alone make of the pack's day. */
export function assertSaysByItself(pack, minutes) {
  assert.deepEqual(
    sectionsOf(minutes).map(({ heading }) => heading),
    pack.minutes.sections.map(({ heading }) => heading),
  )
  const part = (no, kind) => partOf(sectionOf(minutes, no), kind)?.generated ?? ''
  for (const no of ['1', '2', '4', '5', '6', '7', '8', '12'])
    assert.equal(part(no, 'decision'), pack.minutes.sections.find((one) => one.no === no).decision, `${no} §`)
  const agenda = pack.minutes.sections.find(({ no }) => no === '3')
  assert.ok(part('3', 'decision').startsWith(agenda.decision))
  assert.match(part('1', 'handling'), /^Hannele Rintakoski avasi kokouksen klo 9\.02\.$/)
  assert.match(part('2', 'handling'), /72 osallistujaa 53 organisaatiosta, joista kuntia 14/)
  assert.match(part('2', 'handling'), /\(Kuortaneen kunta\) saapui klo 9\.41\./)
  assert.match(part('3', 'handling'), /puuttuu 11 §/)
  assert.match(
    part('10', 'handling'),
    /24 JAA-ääntä .* 24 EI-ääntä .* ja 4 tyhjää\. Äänten mentyä tasan puheenjohtajan ääni ratkaisi\./,
  )
}

/* 9 § a, b, c in the words that were decided, the amendments and votes that led to them, the statement. */
export function assertHoldsDecisions(pack, minutes) {
  for (const { letter, final, outcome } of pack.decisions.items) {
    const section = minutes.sections.find(({ number }) => number === `9 § ${letter}`)
    assert.deepEqual(
      [section.title, section.decided, section.rationale],
      [final.title, final.decision, final.rationale],
    )
    assert.deepEqual(
      section.actions.map(({ what, who, when, measure }) => [what, who, when, measure]),
      [1, 2, 3].map((n) => [final[`a${n}.what`], final[`a${n}.who`], final[`a${n}.when`], final[`a${n}.measure`]]),
    )
    const decision = partOf(section, 'decision').generated
    assert.equal(/yksimielisesti/.test(decision), outcome !== 'approved_after_vote', decision)
  }
  const handling = (letter) =>
    partOf(
      minutes.sections.find(({ number }) => number === `9 § ${letter}`),
      'handling',
    ).generated
  assert.match(handling('b'), /19 JAA-ääntä .* 29 EI-ääntä .* ja 3 tyhjää/)
  assert.match(handling('c'), /Roope Annala esitti.*raukesi\./)
  assert.match(handling('c'), /Katariina Vuorela jätti lausuman/)
  assert.equal(minutes.ballots.length, 2)
  assert.equal(minutes.ballots[0].rows.length, 51)
}

/* The secretary's hand: the pack's words in the document `minutes`, where it has any that are not there yet. */
export async function polish(pack, channel) {
  const write = (field, text) => channel.change(field, [{ at: 0, remove: channel.text(field).length, insert: text }])
  for (const { no, body, decision } of pack.minutes.sections) {
    for (const [field, text] of [
      [`item-${no}/handling`, body],
      [`item-${no}/decision`, decision],
    ])
      if (text && channel.text(field) !== text) await write(field, text)
  }
  await channel.saved()
}

/* What stands there is the pack's, section by section; `without`: those left as they were. */
export function assertSaysAsPolished(pack, minutes, without = []) {
  for (const { no, body, decision } of pack.minutes.sections.filter((one) => !without.includes(one.no))) {
    const shown = (kind) => {
      const part = partOf(sectionOf(minutes, no), kind)
      return part && (part.polished || part.generated)
    }
    if (body) assert.equal(shown('handling'), body, `${no} §`)
    if (decision) assert.equal(shown('decision'), decision, `${no} §`)
  }
}

/* Everything that has to be in a copy, and nothing of the day that must not be. Columns of a table wrap in a PDF: what is
 * in one is looked for there word by word. */
export function assertHoldsWhatItMust(pack, text, format) {
  const flat = text.replaceAll(/\s+/g, ' ')
  const inColumns = ['kaikissa 18 kunnassa', 'kymmenen arkipäivän kuluessa', 'perjantaisin tai lauantaisin']
  for (const wanted of pack.minutes.must_contain) {
    const parts = format === 'pdf' && inColumns.includes(wanted) ? wanted.split(' ') : [wanted]
    for (const part of parts) assert.ok(flat.includes(part), `${format} holds "${part}"`)
  }
  for (const unwanted of pack.minutes.must_not_contain)
    assert.ok(!flat.includes(unwanted), `${format} does not hold "${unwanted}"`)
  for (const name of pack.minutes.municipalities_present) assert.ok(flat.includes(name), `${format}: ${name}`)
}
