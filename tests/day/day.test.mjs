/* The real day over real sockets: the pack's groups write, hand in, their proposals go to 9 § a, b, c, are polished and
 * decided. Every result, every merged text and every decision is the pack's, on every client and in the server. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { wordsHash } from '../lib/hash.mjs'
import { Hub } from '../lib/hub.mjs'
import { groupOf, itemOf, textsOf } from '../lib/model.mjs'
import { fieldsOf, loadPack, playEdits } from '../lib/replay.mjs'
import { BINARY, Server } from '../lib/server.mjs'
import { Stock } from '../lib/stock.mjs'
import { SocketTable } from '../lib/table.mjs'
import { until } from '../lib/wait.mjs'

const pack = loadPack()
const {
  opener,
  chair: chairSeat,
  secretary: secretarySeat,
} = pack.sessions.find(({ id }) => id === pack.workshop.session).officers
const groups = pack.workshop.groups
const parent = `item-${Number.parseInt(pack.merge.items[0].item, 10)}`
const outcomes = {
  approved_with_changes: 'as_amended',
  approved_after_vote: 'as_amended',
  approved_as_proposed: 'as_proposed',
}

describe('the day', () => {
  let server
  let chair
  let secretary
  const hubs = new Map() /* seat -> promise of its Hub */
  const gone =
    new Map() /* group -> seats that wrote and left: the stock clients, which cannot say that they are done */
  const enter = (seat) => hubs.get(seat) ?? hubs.set(seat, Hub.enter(server, seat)).get(seat)

  before(async () => {
    server = await Server.demo({ name: 'day' })
    chair = await enter(chairSeat)
    secretary = await enter(secretarySeat)
  })

  after(async () => {
    await Stock.closeAll()
    for (const hub of await Promise.allSettled(hubs.values())) await hub.value?.close()
    await server.end()
  })

  it('begins in the workshop, with the elected chair and secretary, and the agenda word for word', () => {
    const { day } = chair.welcome
    assert.equal(day.phase, 'workshop')
    assert.deepEqual(Object.fromEntries(day.officers.map(({ post, seat }) => [post, seat])), {
      chair: chairSeat,
      secretary: secretarySeat,
    })
    assert.deepEqual(
      day.groups.map(({ state }) => state),
      groups.map(() => 'waiting'),
    )
    const session = pack.sessions.find(({ id }) => id === pack.workshop.session)
    for (const { no, verbatim } of session.agenda.flatMap(({ items }) => items)) {
      assert.equal(itemOf(day, `item-${no}`)?.verbatim, verbatim, `${no} §`)
    }
    for (const { time_text } of session.agenda)
      assert.ok(
        day.items.some((item) => item.time_text === time_text),
        time_text,
      )
    assert.equal(day.disclaimer, pack.disclaimer)
    assert.ok(!JSON.stringify(chair.welcome).includes('@'), 'no address of anyone goes out')
  })

  it('has its groups started by their facilitators', async () => {
    for (const group of groups)
      await (await enter(group.facilitator)).do('group_start', { group: group.id, minutes: 90 })
    assert.deepEqual(
      (await chair.day()).groups.map(({ state }) => state),
      groups.map(() => 'writing'),
    )
  })

  it('is written by all groups at once: every burst merges as the pack allows, every text becomes the final one', async () => {
    await Promise.all(groups.map(playGroup))
  })

  async function playGroup(group) {
    const table = new SocketTable(server, group.id, hubs)
    await playEdits(group.edits, table)
    const final = fieldsOf(group.final)
    const texts = await table.end(Object.keys(final))
    assert.ok(texts.length >= 20, `${texts.length} clients wrote in ${group.id}`)
    for (const seen of texts) assert.deepEqual(seen, final, `${group.id} on every client`)
    const late = await secretary.open(group.id)
    for (const [field, text] of Object.entries(final))
      assert.equal(late.text(field), text, `${group.id} ${field} in the server`)
    late.leave()
    const stock = [...table.clients].filter(([, client]) => client instanceof Stock)
    gone.set(
      group.id,
      stock.map(([seat]) => seat),
    )
    for (const [, client] of stock) await client.close()
  }

  it('pauses for everyone, with the reason, and goes on', async () => {
    const [group] = groups
    const facilitator = await enter(group.facilitator)
    await facilitator.do('group_pause', { group: group.id, reason: 'talk', note: 'Kuullaan kaikkia' })
    const paused = await chair.event('group_paused')
    assert.deepEqual(paused.data, { group: group.id, reason: 'talk', note: 'Kuullaan kaikkia' })
    await facilitator.do('group_resume', { group: group.id })
    assert.equal(groupOf(await chair.day(), group.id).state, 'writing')
  })

  it('refuses a fourth action', async () => {
    for (const group of groups) {
      const answer = await (await enter(group.group_secretary)).command('action_add', { doc: group.id })
      assert.deepEqual([answer.outcome, answer.code], ['refused', 'too_many_actions'])
    }
  })

  it('takes each proposal in when everyone has sent what they had', async () => {
    for (const group of groups) {
      const facilitator = await enter(group.facilitator)
      for (const hub of await Promise.all(hubs.values())) answerHandIns(hub, group.id)
      const position = await facilitator.do('handin_announce', { group: group.id })
      const { data, pos } = await chair.event('group_handed_in', (event) => event.group === group.id)
      assert.ok(pos > position)
      assert.deepEqual(
        withoutEmpty(textsOf(data.fields)),
        withoutEmpty(fieldsOf(group.final)),
        `${group.id} as handed in`,
      )
      assert.deepEqual(
        [...data.missing].sort(),
        [...gone.get(group.id)].sort(),
        'writers who have left are named, all others were heard',
      )
    }
  })

  /* What a client does at a hand-in: it has nothing unsent, and says so. */
  function answerHandIns(hub, group) {
    hub.on('events', (events) => {
      for (const { kind, data } of events) {
        if (kind !== 'handin_announced' || data.group !== group) continue
        for (const channel of hub.channels.values()) {
          if (channel.name === group) hub.send({ op: 'flushed', doc: group, seq: channel.seq })
        }
      }
    })
  }

  it('keeps what comes too late, and does not take it into the text', async () => {
    const [group] = groups
    const hub = await enter(group.group_secretary)
    const channel = [...hub.channels.values()].find(({ name }) => name === group.id) ?? (await hub.open(group.id))
    const length = channel.text('title').length
    await channel.change('title', [{ at: length, remove: 0, insert: ' (myöhässä)' }])
    assert.equal(await channel.refused(), 'late')
    const kept = await chair.event('late_edit_kept')
    assert.equal(kept.data.doc, group.id)
    hub.send({ op: 'late', doc: group.id })
    const { edits } = await new Promise((resolve) =>
      hub.on('message', (message) => message.op === 'late' && resolve(message)),
    )
    assert.equal(edits.length, 1)
    assert.equal(edits[0].by, group.group_secretary)
    assert.deepEqual(edits[0].fields, [
      { field: 'title', was: group.final.title, would_be: `${group.final.title} (myöhässä)` },
    ])
    const fresh = await secretary.open(group.id)
    assert.equal(fresh.text('title'), group.final.title)
    fresh.leave()
  })

  it('brings the proposals to the agenda as a, b, c in one move, which can be undone', async () => {
    await chair.do('phase_change', { phase: 'merging' })
    const take = pack.merge.items.map(({ source_group, letter }) => ({ group: source_group, code: letter }))
    await secretary.do('proposals_take', { parent, take })
    await secretary.do('take_undo', { parent })
    assert.deepEqual(
      (await chair.day()).groups.map(({ state }) => state),
      groups.map(() => 'handed_in'),
    )
    await secretary.do('proposals_take', { parent, take })
    const day = await chair.day()
    for (const merged of pack.merge.items) {
      const item = day.items.find(({ code, parent: under }) => under === parent && code === merged.letter)
      assert.equal(item.group, merged.source_group)
      assert.equal(item.kind, 'proposal')
      const words = fieldsOf(groups.find(({ id }) => id === merged.source_group).final)
      assert.deepEqual([...new Set(item.links.map(({ from_doc }) => from_doc))], [merged.source_group])
      const copy = await secretary.open(item.doc)
      for (const [field, text] of Object.entries(words))
        assert.equal(copy.text(field), text, `${item.doc} ${field} is the group's`)
      copy.leave()
    }
  })

  it('polishes the three texts, several people at once', async () => {
    const day = await chair.day()
    await Promise.all(
      pack.merge.items.map(async (merged) => {
        const item = takenItem(day, merged)
        const table = new SocketTable(server, item.doc, hubs, item.actions)
        await playEdits(merged.edits, table)
        for (const seen of await table.end(Object.keys(fieldsOf(merged.final))))
          assert.deepEqual(seen, fieldsOf(merged.final), item.doc)
      }),
    )
  })

  function takenItem(day, { letter }) {
    return day.items.find(({ code, parent: under }) => under === parent && code === letter)
  }

  it('decides a and b as amended and c as proposed: the event holds the exact words', async () => {
    await chair.do('phase_change', { phase: 'deciding' })
    for (const decided of pack.decisions.items) await decide(decided)
    assert.equal(outcomes[pack.decisions.items[2].outcome], 'as_proposed')
  })

  async function decide(decided) {
    const item = takenItem(await chair.day(), decided)
    await chair.do('item_open', { item: item.item })
    const table = new SocketTable(server, item.doc, hubs, item.actions)
    await playEdits(decided.edits, table)
    const outcome = outcomes[decided.outcome]
    const wrong = outcome === 'as_proposed' ? 'as_amended' : 'as_proposed'
    const channel = await chair.open(item.doc)
    const hash = wordsHash(itemOf(await chair.day(), item.item).actions, (field) => channel.text(field))
    assertRefused(
      await chair.command('item_decide', { item: item.item, outcome, hash: '0'.repeat(64) }),
      'text_changed',
    )
    assertRefused(
      await chair.command('item_decide', { item: item.item, outcome: wrong, hash }),
      wrong === 'as_proposed' ? 'text_differs' : 'text_same',
    )
    assertRefused(await secretary.command('item_decide', { item: item.item, outcome, hash }), 'not_allowed')
    await chair.do('item_decide', { item: item.item, outcome, hash })
    const event = await secretary.event('item_decided', (data) => data.item === item.item)
    assert.equal(event.data.outcome, outcome)
    assert.deepEqual(withoutEmpty(textsOf(event.data.fields)), withoutEmpty(fieldsOf(decided.final)))
    assertRefused(await chair.command('item_decide', { item: item.item, outcome, hash }), 'already_decided')
    await assertReadOnly(item)
  }

  async function assertReadOnly(item) {
    const channel = await secretary.open(item.doc)
    assert.equal(channel.mode, 'ro', `${item.doc} is read-only once decided`)
    await channel.change('title', [{ at: 0, remove: 0, insert: 'X' }])
    assert.ok(['read_only', 'late'].includes(await channel.refused()), `${item.doc} takes nothing`)
    channel.leave()
  }

  it('shows the agenda and the decided words to everyone, without a script', async () => {
    const page = await (await fetch(`${server.url}/agenda`)).text()
    assert.ok(!/<script/i.test(page))
    for (const { no, verbatim } of pack.sessions
      .find(({ id }) => id === pack.workshop.session)
      .agenda.flatMap(({ items }) => items)) {
      assert.ok(page.includes(escapeHtml(verbatim)), `${no} § word for word`)
    }
    for (const { final, item } of pack.decisions.items) {
      for (const [field, text] of Object.entries(final)) {
        for (const line of text.split('\n')) assert.ok(page.includes(escapeHtml(line)), `${item} ${field}: "${line}"`)
      }
    }
  })

  it('prints beside the decisions what shows later that neither words nor log were changed', async () => {
    const { items } = await chair.day()
    const page = await (await fetch(`${server.url}/agenda?language=fi`)).text()
    for (const { decisions } of items)
      for (const { hash } of decisions) assert.ok(page.includes(`Tekstin tiiviste <code>${hash}</code>`))
    const [, record, chain] = page.match(/Tapahtumalokin tiiviste, kirjaus (\d+): <code>([0-9a-f]{64})<\/code>/)
    const decided = chair.events.findLast(({ kind }) => kind === 'item_decided')
    assert.ok(Number(record) >= decided.pos)
    await chair.do('officer_elect', { post: 'secretary', seat: secretarySeat, item: 'item-4' })
    const verify = (head) => spawnSync(BINARY, ['verify', server.database, '--head', head], { encoding: 'utf8' })
    for (const kept of [chain, chain.slice(0, 12)]) assert.equal(verify(`${record}:${kept}`).status, 0)
    const other = verify(`${Number(record) - 1}:${chain}`)
    assert.equal(other.status, 1)
    assert.match(other.stderr, /up to there the log is not the same/)
    assert.match(verify(`99999999:${chain}`).stderr, /has no record 99999999/)
  })

  it('does a command once, however often and by whichever door it comes', async () => {
    const id = randomUUID()
    const election = { post: 'secretary', seat: secretarySeat, item: 'item-4' }
    const answer = await chair.command('officer_elect', election, id)
    assert.equal(answer.outcome, 'done')
    const again = await chair.command('officer_elect', election, id)
    assert.deepEqual([again.outcome, again.pos], ['done', answer.pos])
    const byHttp = await chair.session.command('officer_elect', election, id)
    assert.deepEqual([byHttp.status, byHttp.body.outcome, byHttp.body.pos], [200, 'done', answer.pos])
    const other = await secretary.session.command('officer_elect', election, id)
    assert.deepEqual([other.status, other.body.code], [409, 'command_reused'])
    await until(() => chair.lastPos >= answer.pos, 5000, 'the election is seen')
    assert.equal(chair.events.filter(({ kind, pos }) => kind === 'officer_elected' && pos >= answer.pos).length, 1)
  })

  it('ends politely within three seconds and comes back the same', async () => {
    const day = await chair.day()
    const closes = []
    for (const hub of await Promise.all(hubs.values())) hub.on('close', (code) => closes.push(code))
    const { code, ms } = await server.stop()
    assert.equal(code, 0)
    assert.ok(ms < 3000, `${ms} ms`)
    await until(() => closes.length === hubs.size, 5000, 'everyone hears of it')
    assert.deepEqual([...new Set(closes)], [1012])
    await server.restart()
    const again = await Hub.enter(server, opener)
    assert.deepEqual(again.welcome.day, day)
    await again.close()
  })

  it('leaves a database that is whole and holds the decided texts', async () => {
    const observer = await Hub.enter(server, opener)
    const { day } = observer.welcome
    await observer.close()
    const documents = await server.verify()
    for (const decided of pack.decisions.items) {
      const { fields } = documents.get(takenItem(day, decided).doc)
      assert.deepEqual(withoutEmpty(fields), withoutEmpty(fieldsOf(decided.final)), decided.item)
    }
    for (const group of groups)
      assert.deepEqual(withoutEmpty(documents.get(group.id).fields), withoutEmpty(fieldsOf(group.final)), group.id)
  })
})

function withoutEmpty(texts) {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
}

function escapeHtml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function assertRefused(answer, code) {
  assert.deepEqual([answer.outcome, answer.code], ['refused', code])
}
