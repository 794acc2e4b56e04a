/* day.mjs - people sign in to the demo day and sit down at their groups' texts: what load-gen needs to type over /ws. */
import { readFileSync, writeFileSync } from 'node:fs'
import { Session } from '../lib/session.mjs'

const START_PATIENCE_MS = 10_000
const sleep = (ms) => new Promise((done) => setTimeout(done, ms))

/* The program prints everybody's link as its first line. */
async function linksOf(log) {
  const until = Date.now() + START_PATIENCE_MS
  for (;;) {
    const line = readFileSync(log, 'utf8')
      .split('\n')
      .find((text) => text.startsWith('{"url"'))
    if (line) return JSON.parse(line)
    if (Date.now() > until) throw new Error(`no links in ${log}`)
    await sleep(50)
  }
}

/* Writes the file for load-gen --seats. A group has not quite as many seats as we want: some have a second tab. */
export async function sitDown(log, file, { rooms, clients }) {
  const { url, links } = await linksOf(log)
  const server = { url, links: new Map(links.map((link) => [link.seat, link])) }
  const groups = [...new Set(links.flatMap(({ group }) => group ?? []))].sort().slice(0, rooms)
  const sessions = new Map()
  const sessionOf = async (seat) => {
    if (!sessions.has(seat)) sessions.set(seat, await Session.of(server, seat))
    return sessions.get(seat)
  }
  const lines = []
  const joiners = []
  for (const group of groups) {
    const seats = links.filter((link) => link.group === group)
    const facilitator = await sessionOf(seats.find(({ roles }) => roles.includes('facilitator')).seat)
    await facilitator.command('group_start', { group, minutes: 90 })
    for (let i = 0; i < clients; i++) {
      const session = await sessionOf(seats[i % seats.length].seat)
      lines.push(`${await session.ticket()} ${group}`)
    }
    joiners.push(`${await facilitator.ticket()} ${group}`)
  }
  writeFileSync(file, `${[...lines, ...joiners].join('\n')}\n`)
}
