/* meeting.mjs - the pack's people at the pack's times: who is present when, and a day brought to the decisions. */
import { writeProposal } from '../e2e/hall.mjs'
import { wordsHash } from './hash.mjs'
import { readMinutes } from './minutes.mjs'
import { fieldsOf } from './replay.mjs'
import { Session } from './session.mjs'

/* The pack's words for a vote. */
export const CHOICES = { JAA: 'yes', EI: 'no', TYHJA: 'empty' }

/* The people that the pack marks present at a time, in its order. */
export function presentAt(pack, at) {
  const { attendance } = pack.sessions.find(({ id }) => id === pack.workshop.session)
  return attendance
    .filter(({ arrived_at }) => arrived_at && arrived_at <= at)
    .filter(({ left_at }) => !left_at || left_at > at)
    .map(({ person }) => person)
}

/* Everyone's session, made when it is first asked for; then anyone's command by HTTP. */
export class Voices {
  #sessions = new Map()

  constructor(server) {
    this.server = server
  }

  sessionOf(seat) {
    if (!this.#sessions.has(seat)) this.#sessions.set(seat, Session.of(this.server, seat))
    return this.#sessions.get(seat)
  }

  async command(seat, kind, data, id) {
    const session = await this.sessionOf(seat)
    await session.pace.turn()
    const { status, body } = await session.command(kind, data, id)
    if (status !== 401) return body
    this.#sessions.delete(seat) /* nobody has used it for hours: the link still opens the seat */
    return this.command(seat, kind, data, id)
  }

  /* The command, which has to be done. */
  async do(seat, kind, data) {
    const answer = await this.command(seat, kind, data)
    if (answer.outcome !== 'done')
      throw new Error(`${kind} by ${seat}: ${answer.outcome} ${answer.code ?? ''} ${answer.detail ?? ''}`)
    return answer.pos
  }
}

/* All groups have handed in, their proposals are 9 § a, b, c, and the meeting decides. */
export async function decidingOf(server, pack, voices) {
  const { chair, secretary } = pack.sessions.find(({ id }) => id === pack.workshop.session).officers
  for (const group of pack.workshop.groups) await writeProposal(server, group)
  await voices.do(chair, 'phase_change', { phase: 'merging' })
  const take = pack.merge.items.map(({ source_group, letter }) => ({ group: source_group, code: letter }))
  await voices.do(secretary, 'proposals_take', { parent: 'item-9', take })
  await voices.do(chair, 'phase_change', { phase: 'deciding' })
}

export const proposalOf = (day, letter) => day.items.find(({ kind, code }) => kind === 'proposal' && code === letter)

/* The text of 9 § a, b or c becomes these words. -> { item, channel }, the text still open */
export async function rewrite(hub, letter, words) {
  const item = proposalOf(await hub.day(), letter)
  const channel = await hub.open(item.doc)
  for (const [field, text] of Object.entries(fieldsOf(words))) {
    const name = field.replace(/^a(\d)\//, (_, n) => `${item.actions[n - 1]}/`)
    if (channel.text(name) !== text)
      await channel.change(name, [{ at: 0, remove: channel.text(name).length, insert: text }])
  }
  await channel.saved()
  return { item, channel }
}

/* Everything is decided as it was proposed, and the meeting closed. `hub`: the chair's. */
export async function closedOf(hub) {
  for (const { item, doc, actions } of (await hub.day()).items.filter(({ kind }) => kind === 'proposal')) {
    await hub.do('item_open', { item })
    const channel = await hub.open(doc)
    const hash = wordsHash(actions, (field) => channel.text(field))
    channel.leave()
    await hub.do('item_decide', { item, outcome: 'as_proposed', hash })
  }
  await hub.do('phase_change', { phase: 'closed' })
}

/* The closed day's minutes as they are: sent, approved by those elected to examine them, signed and published. -> seal */
export async function publishedOf(pack, voices) {
  const { chair, secretary, minutes_checkers } = pack.sessions.find(({ id }) => id === pack.workshop.session).officers
  const { seal: hash } = await readMinutes(voices, secretary)
  await voices.do(secretary, 'minutes_send', { hash })
  for (const seat of minutes_checkers) await voices.do(seat, 'minutes_approve', { hash })
  await voices.do(chair, 'minutes_sign', { hash })
  await voices.do(secretary, 'minutes_publish', { hash })
  return hash
}
