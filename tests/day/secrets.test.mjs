/* Page source and frames hold nothing that a role may not see. A whole short day is lived by every part at once; each
 * opens whatever it can, at every station, by every door. Then all that was ever sent to it is searched for marks that
 * were hidden in drafts, cursors, late edits and refused wishes, and for names, addresses, links, sessions and tickets. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { wordsHash } from '../lib/hash.mjs'
import { enterAll } from '../lib/parts.mjs'
import { Plain } from '../lib/plain.mjs'
import { loadPack } from '../lib/replay.mjs'
import { ROOT, Server } from '../lib/server.mjs'
import { tapFetch, tapHub } from '../lib/tap.mjs'
import { sleep } from '../lib/wait.mjs'

const LEADERS = ['secretary', 'chair', 'organiser']

/* Each mark, and the parts that may ever see it. */
const marks = {
  draftA: { text: 'kanaria-luonnos-a', seenBy: ['participantA', 'facilitatorA', ...LEADERS] },
  draftB: { text: 'kanaria-luonnos-b', seenBy: ['participantB', 'facilitatorB', ...LEADERS] },
  cursorA: { text: 'kanaria-kohdistin', seenBy: ['participantA', 'facilitatorA', ...LEADERS] },
  lateA: { text: 'kanaria-myohassa-a', seenBy: ['participantA', 'facilitatorA', ...LEADERS] },
  lateItem: { text: 'kanaria-myohassa-9', seenBy: ['facilitatorB', ...LEADERS] },
  /* Only its sender's own document has it. */
  refusedText: { text: 'kanaria-hylatty', seenBy: [] },
  refusedWish: { text: 'kanaria-toive', seenBy: [] },
  /* Wiped before they were sent. */
  minutesDraft: { text: 'kanaria-poytakirja', seenBy: ['secretary', 'chair'] },
  returnedDraft: { text: 'kanaria-palautettu', seenBy: ['participantA', 'facilitatorA', ...LEADERS] },
}
/* What stands on every answer: tests/net/headers.test.mjs looks at the doors that need no day. */
const GUARDS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
}
/* Words of an agenda text: everyone signed in sees them, the public page only once they are decided. */
const POLISHED = 'kanaria-hiottu'

describe('secrets', () => {
  let server
  let people
  let witness
  let a
  let b
  let web
  const frames = {} /* part -> all that was sent to it */
  const pages = [] /* { path, text, isDecided } */
  let isDecided = false

  before(async () => {
    web = tapFetch()
    server = await Server.demo({ name: 'secrets' })
    let groups
    ;({ groups, people, witness } = await enterAll(server))
    ;[a, b] = groups
    for (const [part, hub] of Object.entries(people)) frames[part] = tapHub(hub)
  })

  after(async () => {
    web.end()
    for (const hub of [witness, ...Object.values(people)]) await hub.close()
    await server.end()
  })

  async function write(part, doc, words) {
    const channel = await people[part].open(doc)
    for (const [field, text] of Object.entries(words)) await channel.change(field, [{ at: 0, remove: 0, insert: text }])
    await channel.saved()
    return channel
  }

  async function writeInVain(part, doc, text, code) {
    const channel = await people[part].open(doc)
    await channel.change('title', [{ at: 0, remove: 0, insert: text }])
    assert.equal(await channel.refused(), code)
    channel.leave()
  }

  const erase = (channel, field, text) => channel.change(field, [{ at: 0, remove: text.length, insert: '' }])
  const proposal = async () => (await witness.day()).items.find(({ kind }) => kind === 'proposal')

  /* Everyone opens all they can, by both doors, and asks for every late edit; the public pages are fetched. */
  async function lookAround() {
    const day = await witness.day()
    const docs = [...[...day.groups, ...day.items].map(({ doc }) => doc).filter(Boolean), 'minutes']
    await Promise.all(
      Object.entries(people).map(async ([part, hub]) => {
        for (const doc of docs) {
          for (let message = 0; message < 6; message++) await hub.session.pace.turn()
          await hub.open(doc).then(
            (channel) => channel.leave(),
            ({ code }) => assert.equal(code, 'no_access'),
          )
          hub.send({ op: 'late', doc })
          const plain = await Plain.enter(hub.session, doc)
          await plain.close()
          frames[part].push(...plain.heard.map((bytes) => bytes.toString('utf8')))
        }
        await hub.day().then((seen) => frames[part].push(JSON.stringify(seen)))
      }),
    )
    await crawl(['/agenda', '/agenda?language=sv', '/agenda?language=en', '/answers'])
  }

  async function crawl(paths) {
    for (const path of paths) {
      const text = await (await fetch(server.url + path, { headers: { 'Accept-Encoding': 'identity' } })).text()
      pages.push({ path, text, isDecided })
    }
  }

  it('the day: drafts are written and wiped, kept from others, handed in, given back', async () => {
    for (const [part, group] of [
      ['facilitatorA', a],
      ['facilitatorB', b],
    ])
      await people[part].do('group_start', { group, minutes: 60 })
    await people.participantA.do('action_add', { doc: a })
    const watching = []
    for (const part of ['facilitatorA', ...LEADERS]) watching.push(await people[part].open(a))
    const ofA = await write('participantA', a, { title: marks.draftA.text })
    for (const position of [0, 1]) ofA.point(marks.cursorA.text, position)
    const ofB = await write('participantB', b, { title: marks.draftB.text })
    await lookAround()
    await writeInVain('secretary', a, marks.refusedText.text, 'read_only')
    const { code } = await people.participantB.command('group_pause', {
      group: b,
      reason: 'other',
      note: marks.refusedWish.text,
    })
    assert.equal(code, 'not_allowed')
    for (const channel of watching) channel.leave()
    await erase(ofA, 'title', marks.draftA.text)
    await erase(ofB, 'title', marks.draftB.text)
    for (const [field, text] of Object.entries({ title: 'Otsikko', decision: 'Päätetään.', 'a1/what': 'Tehdään.' }))
      await ofA.change(field, [{ at: 0, remove: 0, insert: text }])
    await ofA.saved()
    ofA.leave()
    await people.facilitatorA.do('handin_announce', { group: a })
    await witness.event('group_handed_in')
    await writeInVain('participantA', a, marks.lateA.text, 'late')
    await lookAround()
    await people.facilitatorA.do('group_return', { group: a, reason: 'Kesken' })
    const again = await write('participantA', a, { rationale: marks.returnedDraft.text })
    await lookAround()
    await erase(again, 'rationale', marks.returnedDraft.text)
    await again.saved()
    again.leave()
    await people.facilitatorA.do('handin_announce', { group: a })
    await sleep(500)
    await lookAround()
  })

  it('the day: the proposal is polished and decided', async () => {
    await people.chair.do('phase_change', { phase: 'merging' })
    await people.secretary.do('proposals_take', { parent: 'item-9', take: [{ group: a, code: 'a' }] })
    const { item, doc, actions } = await proposal()
    const polish = await write('facilitatorB', doc, { rationale: POLISHED })
    await writeInVain('observer', doc, marks.refusedText.text, 'read_only')
    await people.chair.do('phase_change', { phase: 'deciding' })
    await polish.change('title', [{ at: 0, remove: 0, insert: marks.lateItem.text }])
    assert.equal(await polish.refused(), 'late')
    await people.chair.do('item_open', { item })
    await voteInSecret(item)
    const minutes = await write('secretary', 'minutes', { 'item-4/handling': marks.minutesDraft.text })
    await lookAround()
    await erase(minutes, 'item-4/handling', marks.minutesDraft.text)
    await minutes.saved()
    const text = await people.chair.open(doc)
    const hash = wordsHash(actions, (field) => text.text(field))
    await people.chair.do('item_decide', { item, outcome: 'as_proposed', hash })
    isDecided = true
    await lookAround()
    await people.chair.do('phase_change', { phase: 'closed' })
    await lookAround()
  })

  const minutesFor = (part, format) => {
    const { session, seat } = people[part]
    return fetch(`${server.url}/api/v1/minutes?seat=${seat}&format=${format}`, { headers: { Cookie: session.cookie } })
  }

  /* One changes its mind; a second one votes; a third does not. */
  async function voteInSecret(item) {
    const voters = ['participantA', 'participantB', 'secretary']
    for (const part of voters) await people[part].do('presence_set', { seat: people[part].seat, here: true })
    await people.chair.do('rules_agree', { item: 'item-4', unit: 'person', tie: 'base' })
    const asked = { question: 'Koe?', yes_text: 'Esitys', no_text: 'Muutos', method: 'ballot', secret: true }
    await people.chair.do('vote_open', { ...asked, item, amendment: '' })
    for (const [part, choice] of [
      ['participantA', 'yes'],
      ['participantB', 'no'],
      ['participantA', 'no'],
    ])
      await people[part].do('ballot_cast', { vote: 'vote-1', seat: people[part].seat, choice })
    await lookAround()
    await people.chair.do('vote_close', { vote: 'vote-1' })
    await people.chair.do('vote_confirm', { vote: 'vote-1', casting: 'empty' })
  }

  it('the minutes: on their way to everyone, each answer of theirs is guarded', async () => {
    const hasGuards = ({ status, headers }, expected, what) => {
      assert.equal(status, expected, what)
      for (const [name, value] of Object.entries(GUARDS)) assert.equal(headers.get(name), value, `${what}: ${name}`)
      const policy = headers.get('content-security-policy')
      assert.match(policy, /default-src 'none'.*frame-ancestors 'none'/, what)
      assert.ok(!policy.includes('unsafe'), what)
      return headers.get('cache-control')
    }
    hasGuards(await fetch(`${server.url}/paper.css`), 200, 'its style')
    const knock = async (published, forReaders, forOthers) => {
      assert.equal(hasGuards(await fetch(`${server.url}/minutes`), published, 'the public page'), 'no-store')
      for (const format of ['json', 'html', 'docx', 'none']) {
        const readers = await minutesFor('secretary', format)
        const others = await minutesFor('participantA', format)
        const found = (status) => (format === 'none' && status === 200 ? 404 : status)
        assert.equal(hasGuards(readers, found(forReaders), `${format} for the secretary`), 'no-store')
        assert.equal(hasGuards(others, found(forOthers), `${format} for a participant`), 'no-store')
      }
      hasGuards(await fetch(`${server.url}/api/v1/minutes?seat=p001&format=json`), 401, 'without a session')
      hasGuards(await minutesFor('wall', 'json'), 403, 'the wall')
    }
    await knock(404, 200, 403)
    const { seal: hash } = await (await minutesFor('secretary', 'json')).json()
    await people.secretary.do('minutes_send', { hash })
    await people.chair.do('minutes_sign', { hash })
    await knock(404, 200, 200)
    await people.secretary.do('minutes_publish', { hash })
    await knock(200, 200, 200)
    await lookAround()
  })

  it('nobody was sent how somebody voted', () => {
    for (const [part, list] of Object.entries(frames)) {
      assert.ok(
        list.some((frame) => frame.includes('"ballot_cast"')),
        part,
      )
      assert.ok(!list.some((frame) => frame.includes('"choice"')), part)
    }
    for (const { path, text } of web.answers) assert.ok(!text.includes('"choice"'), path)
  })

  it('every page route and every file of the client is fetched', async () => {
    const files = new Set(
      Object.values(JSON.parse(readFileSync(`${ROOT}web/dist/manifest.json`, 'utf8'))).flatMap(({ file, css = [] }) => [
        file,
        ...css,
      ]),
    )
    await crawl(['/', '/l', '/p/p001', '/p/wall/wall', '/healthz', '/manifest.json', '/icon.svg', '/x'])
    await crawl(['/agenda.css', '/paper.css', '/minutes'])
    await crawl(['/ws', `/yjs/${a}`, '/api/v1/session', '/api/v1/commands', '/api/v1/none'])
    await crawl([...files].map((file) => `/${file}`))
    const script = pages.filter(({ path, text }) => path.endsWith('.js') && text.length > 100)
    assert.ok(script.length > 20, 'the scripts are there')
  })

  it('each part was sent what it may see, and none of the rest', (t) => {
    const told = Object.entries(frames)
    t.diagnostic(`${told.reduce((sum, [, list]) => sum + list.length, 0)} frames of ${told.length} parts`)
    for (const [mark, { text, seenBy }] of Object.entries(marks))
      for (const [part, list] of told)
        assert.equal(
          list.some((frame) => frame.includes(text)),
          seenBy.includes(part),
          `${mark} at ${part}`,
        )
    for (const [part, list] of told)
      assert.ok(
        list.some((frame) => frame.includes(POLISHED)),
        `${part} saw the agenda`,
      )
  })

  it('no frame has a link, a session, a ticket or an address, not even one’s own', () => {
    const links = [...server.links.values()].flatMap(({ url }) => url.split('#')[1].split('.'))
    const sessions = [witness, ...Object.values(people)].map(({ session }) => session.cookie.split('=')[1])
    const tickets = web.answers
      .filter(({ path }) => path === '/api/v1/ticket')
      .map(({ text }) => /"ticket":"(\w+)"/.exec(text)[1])
    assert.ok(links.length > 100 && sessions.every(Boolean) && tickets.length > 100)
    const all = Object.values(frames).flat().join('\n')
    for (const secret of [...links.filter((part) => part.length > 12), ...sessions, ...tickets])
      assert.ok(!all.includes(secret), secret)
    assert.ok(!/[\w.]+@[\w]+\.[\w.]+/.test(all), 'no address')
  })

  it('no answer by HTTP has another seat’s session, link or ticket', () => {
    const sessions = Object.values(people).map(({ session }) => [session.seat, session.cookie.split('=')[1]])
    const links = [...server.links.values()].map(({ url }) => url.split('#')[1].split('.')[1])
    for (const { path, text } of web.answers) {
      for (const secret of links) assert.ok(!text.includes(secret), `${path}: a link`)
      for (const [seat, token] of sessions)
        assert.ok(!text.includes(token) || (path === '/api/v1/session' && text.includes(`{"seat":"${seat}"}`)), path)
    }
    for (const { seat, path, text } of web.answers)
      for (const { text: mark } of Object.values(marks)) assert.ok(!text.includes(mark), `${path} of ${seat}`)
  })

  it('no page has a mark, a name or an address; the agenda has no words before they are decided', (t) => {
    t.diagnostic(`${pages.length} pages and files`)
    const names = loadPack().people.map(({ name }) => name)
    const mails = loadPack().people.map(({ email }) => email)
    const { people: known } = witness.welcome
    assert.ok(names.length > 70 && known.length > 70)
    for (const { path, text, isDecided: isPublic } of pages) {
      for (const { text: mark } of Object.values(marks)) assert.ok(!text.includes(mark), `${path}: ${mark}`)
      for (const name of [...names, ...mails.filter(Boolean)]) assert.ok(!text.includes(name), `${path}: ${name}`)
      assert.equal(text.includes(POLISHED), isPublic && /^.(agenda|minutes)(\?|$)/.test(path), path)
    }
  })
})
