/* published.mjs - a day that is over and whose minutes are published, served with a mail server at hand. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Clock } from './clock.mjs'
import { Hub } from './hub.mjs'
import { closedOf, decidingOf, presentAt, publishedOf, Voices } from './meeting.mjs'
import { Server } from './server.mjs'

const AFTERNOON = '2024-09-12T14:00:00+03:00'
const AT = '2024-09-12T15:00:00+03:00'
const FROM = 'sopu@hyvinvointialue.example'

/* `serve` hands its mail to this host. */
export const mailFlags = ({ port }) => ['--smtp', `smtp://127.0.0.1:${port}`, '--mail-from', FROM]

const officersOf = (pack) => pack.sessions.find(({ id }) => id === pack.workshop.session).officers

/* Whose people are present: the minutes go to these. */
export function organisationsPresent(pack) {
  const organisationOf = new Map(pack.people.map(({ id, organisation }) => [id, organisation]))
  return [...new Set(presentAt(pack, AFTERNOON).map((person) => organisationOf.get(person)))]
}

/* A closed day with published minutes, served with a mail server at hand. */
export async function published(pack, name, mail) {
  const { chair, secretary, minutes_checkers: examiners } = officersOf(pack)
  const folder = mkdtempSync(join(tmpdir(), 'sopu-distribution-'))
  const clock = new Clock(join(folder, 'clock'))
  clock.set(AT)
  const server = await Server.of(pack, { name, env: clock.env, serveFlags: mailFlags(mail) }).catch(async (error) => {
    await mail.end() /* who listens on keeps the test from ending */
    throw error
  })
  const voices = new Voices(server)
  const hub = await Hub.enter(server, chair)
  for (const seat of presentAt(pack, AFTERNOON)) await voices.command(secretary, 'presence_set', { seat, here: true })
  await decidingOf(server, pack, voices)
  const officers = examiners.map((seat) => ({ post: 'examiner', seat }))
  await hub.do('item_open', { item: 'item-10' })
  await hub.do('officers_elect', { item: 'item-10', officers })
  await closedOf(hub)
  const hash = await publishedOf(pack, voices)
  const end = async () => {
    await hub.close()
    await server.end()
    await mail.end()
    rmSync(folder, { recursive: true })
  }
  return { server, voices, hub, hash, clock, end }
}
