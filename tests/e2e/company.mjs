/* company.mjs - the pack's whole day and who lives it: sixteen people at screens of their own, three of whose groups are in
 * different rooms and two of whom are far away; and what the rest of the hall does, by commands, when the pack says so. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LAPTOP, openBrowser, PHONE, Person, WALL } from '../lib/browser.mjs'
import { Clock } from '../lib/clock.mjs'
import { Hub } from '../lib/hub.mjs'
import { Line } from '../lib/line.mjs'
import { CHOICES, Voices } from '../lib/meeting.mjs'
import { mailFlags } from '../lib/published.mjs'
import { Server } from '../lib/server.mjs'
import { goodHost } from '../lib/smtp.mjs'
import { officers, pack } from './hall.mjs'

const DATE = '2024-09-12'
/* The one address of the pack's distribution that gives its mail back. */
const BOUNCES = pack.distribution.items.find(({ status }) => status === 'bounced').to
const FAR_MS = 125 /* each way */

export const session = pack.sessions.find(({ id }) => id === pack.workshop.session)
export const { opener, chair, secretary, minutes_checkers: examiners, vote_counters: counters } = officers
export const [m1, m2, m3, m4, m5, m6] = pack.decisions.amendments
export const [voteOnContact, voteOnForum] = pack.decisions.votes
export const incident = Object.fromEntries(pack.incidents.map((one) => [one.kind, one]))

/* Eight participants: whom the amendments and the incidents are about, and one who changes a vote. */
export const undecided = voteOnContact.events.find(({ note }) => note).by
const { person: oldLink } = incident.old_link
const { person: overLock } = incident.typing_over_lock
export const participants = [m1.by, m1.seconded_by, oldLink, m4.by, m4.seconded_by, undecided, m6.by, overLock]
/* Comes in somebody's place, and is found on the list at the door. */
export const { substitute } = session.attendance.find(({ status }) => status === 'substituted')
/* They are in no room of the meeting. */
export const farAway = [m4.seconded_by, m6.by]
const facilitator = pack.workshop.groups.find(({ id }) => id === incident.network_outage.scope).facilitator

export class Company {
  #people = new Map()

  static async gather(name) {
    const company = new Company()
    try {
      await company.#open(name)
    } catch (error) {
      await company.end()
      throw error
    }
    return company
  }

  async #open(name) {
    this.folder = mkdtempSync(join(tmpdir(), 'sopu-whole-day-'))
    this.clock = new Clock(join(this.folder, 'clock'))
    this.at('08:18:00')
    this.mail = await goodHost({ onRecipient: (address) => (address === BOUNCES ? [550, 'no such mailbox'] : null) })
    const serveFlags = mailFlags(this.mail)
    this.server = await Server.of(pack, { name, flags: ['--opening'], env: this.clock.env, serveFlags })
    this.voices = new Voices(this.server)
    this.hub = await Hub.enter(this.server, secretary)
    this.room = await Line.lay()
    this.table = await Line.lay()
    this.abroad = await Line.lay({ late_ms: FAR_MS })
    this.browser = await openBrowser()
  }

  /* It is that now, for the server; the screens' devices have clocks of their own. */
  at(time) {
    this.clock.set(`${DATE}T${time}+03:00`)
  }

  async enter(seat, screen) {
    const person = await Person.enter(this.browser, this.server, seat, screen)
    this.#people.set(seat, person)
    return person
  }

  /* Everyone but who still looks for the new link. */
  async arrive() {
    for (const seat of [opener, chair, secretary]) await this.enter(seat, LAPTOP)
    await this.enter('wall', WALL)
    for (const seat of [...examiners, ...counters, ...participants.filter((one) => one !== oldLink)])
      await this.enter(seat, this.#phoneOf(seat))
  }

  /* Those who sit in the third group's room share its network; one of them has a bad place in it. */
  #phoneOf(seat) {
    const { members } = pack.workshop.groups.find(({ id }) => id === incident.network_outage.scope)
    if (farAway.includes(seat)) return { ...PHONE, line: this.abroad }
    if (!members.includes(seat)) return PHONE
    return { ...PHONE, line: seat === overLock ? this.table : this.room }
  }

  /* The third group is led from a screen as well, as long as it works. */
  async leadThirdGroup() {
    return this.enter(facilitator, { ...LAPTOP, line: this.room })
  }

  person(seat) {
    return this.#people.get(seat)
  }

  persons(seats) {
    return seats.map((seat) => this.person(seat))
  }

  get everyone() {
    return [...this.#people.values()]
  }

  take(person) {
    this.#people.set(person.seat, person)
  }

  do(seat, kind, data) {
    return this.voices.do(seat, kind, data)
  }

  /* What the door writes down of those without a screen, from one time to another. */
  async door(from, to) {
    const moves = session.attendance.flatMap(({ person: seat, arrived_at, left_at }) => [
      { at: arrived_at, seat, here: true },
      { at: left_at, seat, here: false },
    ])
    const clock = (at) => at.slice(DATE.length + 1, DATE.length + 9)
    const now = moves
      .filter(
        ({ at, seat }) => at && clock(at) >= from && clock(at) < to && !this.#people.has(seat) && seat !== substitute,
      )
      .sort((a, b) => a.at.localeCompare(b.at))
    for (const { at, seat, here } of now) {
      this.clock.set(at)
      await this.do(secretary, 'presence_set', { seat, here })
    }
  }

  /* The pack's ballots before the vote is closed: with a tap where there is a screen, by command where there is none. */
  async cast(vote, { events, closed_at }) {
    for (const { by, choice, expect } of events.filter(({ at }) => at <= closed_at)) {
      const screen = this.person(by)
      if (screen) await voteAt(screen, choice)
      else {
        const answer = await this.voices.command(by, 'ballot_cast', { vote, seat: by, choice: CHOICES[choice] })
        if ((answer.outcome === 'done') !== (expect === 'accepted')) throw new Error(`${by}: ${JSON.stringify(answer)}`)
      }
    }
  }

  async end() {
    await this.browser?.close()
    await this.hub?.close()
    for (const line of [this.room, this.table, this.abroad]) line?.end()
    await this.server?.end()
    await this.mail?.end()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

const SHOWN = { JAA: 'JAA', EI: 'EI', TYHJA: 'TYHJÄ' }

/* From whatever page they are on. */
async function voteAt(person, choice) {
  const call = person.page.getByRole('link', { name: 'Äänestä', exact: true })
  const button = person.button(new RegExp(`^${SHOWN[choice]}`))
  await call.or(button).first().waitFor()
  if (!(await button.isVisible())) await person.touch(call)
  await person.touch(button)
  await person.sees(`Äänesi on kirjattu: ${SHOWN[choice]}.`)
}
