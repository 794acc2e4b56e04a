/* canary.mjs - a pack whose people can be recognised wherever they turn up. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPack } from './replay.mjs'

export const CANARY = 'kanaria'

/* The pack's day with other names, titles and addresses. */
export function canaryPack() {
  const pack = loadPack()
  for (const person of pack.people) {
    person.name = `Kanaria${person.id} Lintunen`
    person.title = `kanarianhoitaja ${person.id}`
    person.email = `kanaria.${person.id}@example.fi`
  }
  return pack
}

/* The files of a folder that hold any of these words, as bytes and whatever their case. */
export function filesHolding(folder, words) {
  return readdirSync(folder).filter((name) => holds(readFileSync(join(folder, name)), words).length > 0)
}

/* Which of the words are in there. Both sides as bytes: what is no ASCII is compared well enough. */
export function holds(bytes, words) {
  const plain = (buffer) => buffer.toString('latin1').toLowerCase()
  const text = plain(bytes)
  return words.filter((word) => text.includes(plain(Buffer.from(word))))
}
