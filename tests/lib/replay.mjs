/* replay.mjs - the scenario pack's edits as changes of UTF-16 positions, and the order they are played in.
 *
 * The pack's anchors are words, each once in its field; an index counts UTF-16 units as Yjs does. Whoever plays (bare
 * Yjs documents, or clients on real sockets) is a `table`:
 *   hand(who, edit)             the client of that author, for that edit: { text(field), change(field, changes, typed) }
 *   action(name)                the action "a1" is needed now: make it if it is not there
 *   settle(field)               resolves when everything sent has reached everyone; returns that field's text everywhere
 *   apart(who[]), meet(who[])   these clients neither send nor see the others until they meet */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

export const PACK_FILE = new URL('../data/etela-pohjanmaa-2024.json', import.meta.url)

export function loadPack() {
  return JSON.parse(readFileSync(PACK_FILE, 'utf8'))
}

/* The pack writes a1.what, documents have a1/what. */
export function fieldOf(packField) {
  return packField.replace('.', '/')
}

export function fieldsOf(final) {
  return Object.fromEntries(Object.entries(final).map(([name, text]) => [fieldOf(name), text]))
}

/* Where the only occurrence of the anchor begins, in UTF-16 units. */
export function placeOf(text, anchor) {
  const at = text.indexOf(anchor)
  assert.notEqual(at, -1, `the anchor "${anchor}" is in "${text}"`)
  assert.equal(text.indexOf(anchor, at + 1), -1, `the anchor "${anchor}" is there once`)
  return at
}

function insertionPoint(text, pos) {
  if (pos.at === 'start') return 0
  if (pos.at === 'end') return text.length
  if (pos.after !== undefined) return placeOf(text, pos.after) + pos.after.length
  return placeOf(text, pos.before)
}

/* After a burst the beginning may be there twice (two people wrote the same words): the first counts. */
function rangeOf(text, op) {
  const from = text.indexOf(op.from)
  assert.notEqual(from, -1, `"${op.from}" is in "${text}"`)
  if (op.to === null) return [from, text.length]
  const to = text.indexOf(op.to, from + op.from.length)
  assert.notEqual(to, -1, `"${op.to}" comes after "${op.from}"`)
  return [from, to + op.to.length]
}

/* What an op does to the text as it is: [{ at, remove, insert }], one after the other. `before` is the text an undo
 * goes back to. */
export function changesOf(op, text, before) {
  switch (op.op) {
    case 'insert':
      return [{ at: insertionPoint(text, op.pos), remove: 0, insert: op.text }]
    case 'delete':
      return [{ at: placeOf(text, op.target), remove: op.target.length, insert: '' }]
    case 'replace':
      return [{ at: placeOf(text, op.target), remove: op.target.length, insert: op.text }]
    case 'replace_range': {
      const [from, to] = rangeOf(text, op)
      return [{ at: from, remove: to - from, insert: op.text }]
    }
    case 'clear':
      return [{ at: 0, remove: text.length, insert: '' }]
    case 'set':
      return [{ at: 0, remove: text.length, insert: op.text }]
    case 'undo':
      return [difference(text, before)]
    default:
      return assert.fail(`an op the pack's README does not tell of: ${op.op}`)
  }
}

/* The smallest single change from one text to another. */
function difference(from, to) {
  let head = 0
  while (head < from.length && head < to.length && from[head] === to[head]) head++
  let tail = 0
  while (tail < from.length - head && tail < to.length - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++
  return { at: head, remove: from.length - head - tail, insert: to.slice(head, to.length - tail) }
}

export function isTyped(op) {
  return op.input !== 'paste' && op.op !== 'undo'
}

/* Plays edits in the pack's order and checks what the pack knows of each. */
export async function playEdits(edits, table) {
  const past = new Map()
  for (const edit of edits) {
    if (edit.concurrent) await playBurst(edit, table)
    else await playEdit(edit, table, past)
  }
}

async function playEdit(edit, table, past) {
  const field = fieldOf(edit.field)
  await needAction(field, table)
  const hand = await table.hand(edit.by, edit)
  const text = hand.text(field)
  past.set(edit.id, text)
  await hand.change(field, changesOf(edit, text, past.get(edit.undoes)), isTyped(edit))
  for (const seen of await table.settle(field)) {
    assert.equal(seen.length, edit.result_utf16, `${edit.id}: length in UTF-16 units`)
    if (edit.result !== undefined) assert.equal(seen, edit.result, `${edit.id}: the text afterwards`)
    if (edit.result_any_of !== undefined) assert.ok(edit.result_any_of.includes(seen), `${edit.id}: one of the texts`)
  }
}

async function playBurst(burst, table) {
  const authors = burst.branches.map((branch) => branch.by)
  for (const branch of burst.branches) for (const op of branch.ops) await needAction(fieldOf(op.field), table)
  const hands = []
  for (const branch of burst.branches) hands.push(await table.hand(branch.by, branch))
  await table.apart(authors)
  for (const [i, branch] of burst.branches.entries()) {
    for (const op of branch.ops) {
      const field = fieldOf(op.field)
      await hands[i].change(field, changesOf(op, hands[i].text(field)), isTyped(op))
    }
  }
  await table.meet(authors)
  for (const [packField, { any_of }] of Object.entries(burst.merged)) {
    const seen = await table.settle(fieldOf(packField))
    assert.ok(any_of.includes(seen[0]), `${burst.id} ${packField}: a text the pack allows, not "${seen[0]}"`)
    for (const text of seen) assert.equal(text, seen[0], `${burst.id} ${packField}: the same text everywhere`)
  }
}

async function needAction(field, table) {
  const slash = field.indexOf('/')
  if (slash !== -1) await table.action(field.slice(0, slash))
}
