/* text.mjs - changing a Y.Text as a person does: typed text goes in letter by letter (an emoji is one), each letter its
 * own update, and what the network brings comes in between. */
import { setImmediate as breathe } from 'node:timers/promises'

/* changes: [{ at, remove, insert }], positions in UTF-16 units, one after the other. turn: waits until the next letter
 * may go. */
export async function changeText(ytext, changes, typed, turn = breathe) {
  for (const { at, remove, insert } of changes) {
    if (remove > 0) ytext.delete(at, remove)
    if (typed) await typeAt(ytext, at, insert, turn)
    else if (insert !== '') ytext.insert(at, insert)
  }
}

async function typeAt(ytext, at, text, turn) {
  for (const letter of text) {
    ytext.insert(at, letter)
    at += letter.length
    await turn()
  }
}
