/* The pack's whole day at the pack's own times, from 1 § to the published minutes: what the events say, what the secretary
 * makes of it, who examines, signs and publishes it, and every format of it. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { writeProposal } from '../e2e/hall.mjs'
import { Clock } from '../lib/clock.mjs'
import { wordsHash } from '../lib/hash.mjs'
import { Hub } from '../lib/hub.mjs'
import { CHOICES, proposalOf, rewrite, Voices } from '../lib/meeting.mjs'
import * as expected from '../lib/minutes.mjs'
import { plain } from '../lib/minutes.mjs'
import { loadPack } from '../lib/replay.mjs'
import { OUTPUT, Server } from '../lib/server.mjs'
import { sleep, until } from '../lib/wait.mjs'

const pack = loadPack()
const day = pack.sessions.find(({ id }) => id === pack.workshop.session)
const { opener, chair, secretary, minutes_checkers: examiners, vote_counters: counters } = day.officers
const OUTCOMES = {
  approved_with_changes: 'as_amended',
  approved_after_vote: 'as_amended',
  approved_as_proposed: 'as_proposed',
}
const FORMATS = ['json', 'html', 'docx', 'pdf']
const READY_MS = 3000
const HOUR_MS = 3_600_000

describe('the minutes of the day', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sopu-minutes-'))
  const clock = new Clock(join(folder, 'clock'))
  let server
  let voices
  let hub

  before(async () => {
    clock.set('2024-09-12T08:00:00+03:00')
    server = await Server.of(pack, { name: 'minutes', flags: ['--opening'], env: clock.env })
    voices = new Voices(server)
  })

  after(async () => {
    await hub?.close()
    await server.end()
    rmSync(folder, { recursive: true })
  })

  /* --- what happens when --- */

  const items = day.agenda.flatMap((block) => block.items)
  const leader = (at) => (at < '2024-09-12T09:20' ? opener : chair)

  function happenings() {
    const all = []
    const put = (at, run) => all.push({ at, run })
    for (const { person, arrived_at, left_at } of day.attendance) {
      if (arrived_at) put(arrived_at, () => voices.do(secretary, 'presence_set', { seat: person, here: true }))
      if (left_at) put(left_at, () => voices.do(secretary, 'presence_set', { seat: person, here: false }))
    }
    for (const { no, started_at } of items)
      put(started_at, () => voices.do(leader(started_at), 'item_open', { item: `item-${no}` }))
    put('2024-09-12T09:15:00+03:00', agreeOnRules)
    put('2024-09-12T09:19:00+03:00', elect)
    put('2024-09-12T11:03:00+03:00', () => voices.do(chair, 'item_open', { item: 'block-3' }))
    put('2024-09-12T12:00:00+03:00', () => voices.do(chair, 'item_close', { item: 'block-3' }))
    put('2024-09-12T12:00:05+03:00', () => voices.do(chair, 'phase_change', { phase: 'workshop' }))
    put('2024-09-12T13:29:00+03:00', writeAll)
    put('2024-09-12T13:30:00+03:00', () => voices.do(chair, 'item_open', { item: 'block-5' }))
    put('2024-09-12T13:31:00+03:00', merge)
    put('2024-09-12T13:45:00+03:00', () => voices.do(chair, 'phase_change', { phase: 'deciding' }))
    for (const decided of pack.decisions.items) decideFrom(put, decided)
    ballot(put, pack.decisions.votes[1], async () => ({ item: 'item-10', amendment: '' }), '2024-09-12T14:43:00+03:00')
    put('2024-09-12T14:58:00+03:00', () => voices.do(chair, 'phase_change', { phase: 'closed' }))
    return all.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  }

  function agreeOnRules() {
    const { unit, tie } = pack.decisions.voting_rule
    return voices.do(opener, 'rules_agree', { item: 'item-3', unit, tie })
  }

  function elect() {
    const officers = [
      { post: 'chair', seat: chair },
      { post: 'secretary', seat: secretary },
      ...examiners.map((seat) => ({ post: 'examiner', seat })),
      ...counters.map((seat) => ({ post: 'counter', seat })),
    ]
    return voices.do(opener, 'officers_elect', { item: 'item-4', officers })
  }

  async function writeAll() {
    for (const group of pack.workshop.groups) await writeProposal(server, group)
  }

  async function merge() {
    await voices.do(chair, 'phase_change', { phase: 'merging' })
    const take = pack.merge.items.map(({ source_group, letter }) => ({ group: source_group, code: letter }))
    await voices.do(secretary, 'proposals_take', { parent: 'item-9', take })
    for (const { letter, final } of pack.merge.items) (await rewrite(hub, letter, final)).channel.leave()
  }

  function decideFrom(put, decided) {
    const { letter } = decided
    const about = pack.decisions.amendments.filter(({ item }) => item === decided.item)
    const opens = { a: '2024-09-12T13:47:00+03:00', b: '2024-09-12T14:06:00+03:00', c: '2024-09-12T14:24:00+03:00' }
    const closes = { a: '2024-09-12T14:05:00+03:00', b: '2024-09-12T14:23:00+03:00', c: '2024-09-12T14:34:00+03:00' }
    put(opens[letter], async () => voices.do(chair, 'item_open', { item: proposalOf(await hub.day(), letter).item }))
    for (const one of about) {
      put(one.at, () => move(letter, one))
      const vote = pack.decisions.votes.find(({ id }) => id === one.vote)
      const target = async () => ({
        item: proposalOf(await hub.day(), letter).item,
        amendment: (await hub.day()).amendments.at(-1).amendment,
      })
      if (vote) ballot(put, vote, target, vote.closed_at)
    }
    for (const { by, at, text } of pack.decisions.statements.filter(({ item }) => item === decided.item))
      put(at, async () =>
        voices.do(by, 'statement_make', {
          item: proposalOf(await hub.day(), letter).item,
          seat: by,
          kind: 'statement',
          text,
        }),
      )
    put(closes[letter], () => gavel(decided))
  }

  async function move(letter, one) {
    const { item, actions } = proposalOf(await hub.day(), letter)
    const field = one.field.replace(/^a(\d)\./, (_, n) => `${actions[n - 1]}/`)
    await voices.do(one.by, 'amendment_make', {
      item,
      field,
      seat: one.by,
      seconder: one.seconded_by ?? '',
      text: one.text,
    })
    const { amendment } = (await hub.day()).amendments.at(-1)
    const outcome = one.outcome === 'lapsed_no_support' ? 'lapsed' : 'adopted'
    if (!one.vote) await voices.do(secretary, 'amendment_settle', { amendment, outcome, wording: one.final_text ?? '' })
  }

  function ballot(put, vote, target, confirmed_at) {
    let id
    put(vote.opened_at, async () => {
      const { JAA, EI } = vote.options
      const asked = { question: vote.question, yes_text: JAA, no_text: EI, method: 'ballot', secret: vote.secret }
      await voices.do(chair, 'vote_open', { ...(await target()), ...asked })
      id = (await hub.day()).votes.at(-1).vote
    })
    for (const { at, by, choice } of vote.events)
      put(at, () => voices.command(by, 'ballot_cast', { vote: id, seat: by, choice: CHOICES[choice] }))
    put(vote.closed_at, () => voices.do(chair, 'vote_close', { vote: id }))
    const casting = CHOICES[vote.expected.casting_vote?.choice] ?? 'empty'
    put(confirmed_at, () => voices.do(chair, 'vote_confirm', { vote: id, casting }))
  }

  async function gavel(decided) {
    const { item, channel } = await rewrite(hub, decided.letter, decided.final)
    const now = proposalOf(await hub.day(), decided.letter)
    const hash = wordsHash(now.actions, (field) => channel.text(field))
    channel.leave()
    await voices.do(chair, 'item_decide', { item: item.item, outcome: OUTCOMES[decided.outcome], hash })
  }

  it('is played from 1 § to 12 § at its own times', async () => {
    hub = await Hub.enter(server, secretary)
    const began = Date.now()
    await bytesAs(secretary, 'pdf')
    console.log(`the machine's first PDF after ${Date.now() - began} ms: LibreOffice comes from the disk`)
    let before = 0
    for (const { at, run } of happenings()) {
      /* Whoever has a line open is here: the server looks once a second, and the day passes in a few. */
      if (Date.parse(at) - before > HOUR_MS) {
        await sleep(1200)
        before = Date.parse(at)
      }
      clock.set(at)
      await run()
    }
    const { phase, closed_ms } = await hub.day()
    assert.deepEqual([phase, clockOf(closed_ms)], ['closed', '14.58'])
  })

  const clockOf = (ms) =>
    new Intl.DateTimeFormat('fi-FI', { hour: 'numeric', minute: '2-digit', timeZone: pack.timezone }).format(ms)

  /* --- reading them --- */

  const fetchAs = (seat, format, more) => expected.minutesFor(voices, seat, format, more)
  const bytesAs = async (seat, format, more) => Buffer.from(await (await fetchAs(seat, format, more)).arrayBuffer())
  const read = () => expected.readMinutes(voices, secretary)

  function textOf(format, bytes) {
    if (format === 'json') return JSON.stringify(JSON.parse(bytes).minutes)
    if (format === 'html') return plain(bytes.toString())
    const file = join(folder, `minutes.${format}`)
    writeFileSync(file, bytes)
    const run = (program, args) => execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 })
    if (format === 'pdf') return run('pdftotext', ['-layout', '-nopgbrk', file, '-']).replaceAll(/\s+/g, ' ')
    return plain(run('python3', ['-c', READ_DOCX, file]))
  }

  const READ_DOCX =
    'import sys,zipfile,re;z=zipfile.ZipFile(sys.argv[1]);print(re.sub("<[^>]+>","",(z.read("word/header1.xml")+z.read("word/document.xml")).decode()))'

  it('is ready in every format within three seconds of the closing', async () => {
    const began = Date.now()
    const docx = await bytesAs(secretary, 'docx')
    const pdf = await bytesAs(secretary, 'pdf')
    const took = Date.now() - began
    console.log(`DOCX (${docx.length} bytes) and PDF (${pdf.length} bytes) after ${took} ms`)
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
    assert.ok(took < READY_MS, `${took} ms`)
  })

  const childrenOf = (pid) =>
    readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
    )

  /* It is one from when the child has called setsid(), which is a while after it was forked. */
  function isGroup(group) {
    try {
      return process.kill(group, 0)
    } catch {
      return false
    }
  }

  /* The process group of LibreOffice, which the server has running while it makes a PDF. */
  const libreOffice = () =>
    until(
      () =>
        childrenOf(server.pid)
          .map((child) => -child)
          .find(isGroup),
      30_000,
      'LibreOffice runs',
    )

  /* The secretary changes 12 §, and so the paper. */
  async function write(remove, insert) {
    const channel = await hub.open('minutes')
    await channel.change('item-12/handling', [{ at: 0, remove: remove.length, insert }])
    await channel.saved()
    channel.leave()
  }

  it('a PDF comes with one answer to all who ask for it, whatever is recorded meanwhile; another one is waited for', async () => {
    const { cookie } = await voices.sessionOf(secretary)
    const ask = (more = '') =>
      fetch(`${server.url}/api/v1/minutes?seat=${secretary}&format=pdf${more}`, { headers: { Cookie: cookie } })
    await write('', 'Turha.')
    const asked = [ask()]
    const group = await libreOffice()
    process.kill(group, 'SIGSTOP') /* it shall not be done before all of them have asked */
    asked.push(ask())
    await fetch(`${server.url}/healthz`)
    await write('Turha.', 'Turhaa.')
    const other = await ask('&of=originals')
    assert.equal(other.status, 202)
    assert.match(await other.text(), /PDF valmistuu hetkessä/)
    process.kill(group, 'SIGCONT')
    const pdfs = []
    for (const answer of await Promise.all(asked)) {
      assert.equal(answer.status, 200)
      pdfs.push(Buffer.from(await answer.arrayBuffer()))
    }
    assert.equal(pdfs[0].subarray(0, 5).toString(), '%PDF-')
    assert.ok(pdfs[0].equals(pdfs[1]))
    await write('Turhaa.', '')
  })

  it('a PDF that takes long is announced by a page that opens it', async () => {
    const { cookie } = await voices.sessionOf(secretary)
    const url = `${server.url}/api/v1/minutes?seat=${secretary}&format=pdf`
    const asked = fetch(url, { headers: { Cookie: cookie } })
    const group = await libreOffice()
    process.kill(group, 'SIGSTOP')
    const answer = await asked
    process.kill(group, 'SIGCONT')
    assert.equal(answer.status, 202)
    assert.match(await answer.text(), /http-equiv="refresh"[\s\S]*PDF valmistuu hetkessä/)
    assert.equal((await bytesAs(secretary, 'pdf')).subarray(0, 5).toString(), '%PDF-')
  })

  it('a PDF that cannot be made says so to who waits for it, and is made when it is asked for again', async () => {
    const { cookie } = await voices.sessionOf(secretary)
    await write('', 'Turha.')
    const url = `${server.url}/api/v1/minutes?seat=${secretary}&format=pdf`
    const asked = fetch(url, { headers: { Cookie: cookie } })
    process.kill(await libreOffice(), 'SIGKILL')
    const answer = await asked
    assert.equal(answer.status, 503)
    assert.equal((await answer.json()).code, 'pdf_failed')
    assert.equal((await bytesAs(secretary, 'pdf')).subarray(0, 5).toString(), '%PDF-')
    await write('Turha.', '')
  })

  it('says by itself what the pack says, section by section', async () =>
    expected.assertSaysByItself(pack, (await read()).minutes))

  it('holds the decided words of 9 § a, b and c, the votes and the statement', async () =>
    expected.assertHoldsDecisions(pack, (await read()).minutes))

  it('the secretary writes over what it says, and it says so again where the words are taken out', async () => {
    const channel = await hub.open('minutes')
    const write = (field, text) => channel.change(field, [{ at: 0, remove: channel.text(field).length, insert: text }])
    await expected.polish(pack, channel)
    await write('item-12/handling', 'Turha lause.')
    await channel.saved()
    expected.assertSaysAsPolished(pack, (await read()).minutes, ['12'])
    await write('item-12/handling', '')
    await channel.saved()
    const { parts } = (await read()).minutes.sections.find(({ item }) => item === 'item-12')
    assert.equal(parts.find(({ part }) => part === 'handling').polished, '')
    await assert.rejects((await Hub.enter(server, opener)).open('minutes'), { code: 'no_access' })
    channel.leave()
  })

  it('holds in every format what it must, and nothing that it must not', async () => {
    for (const format of FORMATS)
      expected.assertHoldsWhatItMust(pack, textOf(format, await bytesAs(secretary, format)), format)
    writeFileSync(join(OUTPUT, 'minutes-draft.pdf'), await bytesAs(secretary, 'pdf'))
    writeFileSync(join(OUTPUT, 'minutes-draft.html'), await bytesAs(secretary, 'html'))
    const originals = textOf('html', await bytesAs(secretary, 'html', '&of=originals'))
    assert.ok(originals.includes('vähintään 15 kunnassa'), 'the groups’ own words are a document of their own')
  })

  it('are for nobody else before the chair has signed them', async () => {
    for (const seat of [examiners[0], 'p055', 'wall']) assert.equal((await fetchAs(seat, 'html')).status, 403, seat)
    const none = await fetch(`${server.url}/api/v1/minutes?seat=${secretary}&format=html`)
    assert.equal(none.status, 401)
    const other = await voices.sessionOf('p055')
    const forged = await fetch(`${server.url}/api/v1/minutes?seat=${secretary}&format=html`, {
      headers: { Cookie: other.cookie },
    })
    assert.equal(forged.status, 401)
    assert.equal((await fetch(`${server.url}/minutes`)).status, 404)
  })

  it('are sent as they were seen, remarked on, taken back, and sent again', async () => {
    const send = async (hash) => voices.command(secretary, 'minutes_send', { hash })
    assert.equal((await send('0'.repeat(64))).code, 'minutes_changed')
    assert.equal((await send((await read()).seal)).outcome, 'done')
    const [first] = examiners
    await voices.do(first, 'minutes_remark', { item: 'item-12', text: 'Kellonaika puuttuu.' })
    assert.match(textOf('html', await bytesAs(first, 'html')), /Tarkastamaton/)
    const channel = await hub.open('minutes')
    assert.equal(channel.mode, 'ro')
    channel.leave()
    await voices.do(secretary, 'minutes_take_back', { reason: 'Lisätään kellonaika.' })
    await voices.do(secretary, 'minutes_send', { hash: (await read()).seal })
    assert.equal((await hub.day()).minutes.version, 2)
  })

  it('are approved by each examiner in the same words, signed by the chair last, and published', async () => {
    const { seal: hash } = await read()
    const [first, second] = examiners
    assert.equal((await voices.command(chair, 'minutes_sign', { hash })).code, 'minutes_not_examined')
    assert.equal((await voices.command(first, 'minutes_approve', { hash: 'x' })).code, 'minutes_changed')
    await voices.do(first, 'minutes_approve', { hash })
    assert.equal((await voices.command(first, 'minutes_approve', { hash })).code, 'approved_already')
    assert.equal((await voices.command(secretary, 'minutes_approve', { hash })).code, 'not_allowed')
    await voices.do(second, 'minutes_approve', { hash })
    assert.equal((await hub.day()).minutes.state, 'examined')
    await voices.do(chair, 'minutes_sign', { hash })
    assert.equal((await fetchAs('p055', 'html')).status, 200)
    await voices.do(secretary, 'minutes_publish', { hash })
    const page = await (await fetch(`${server.url}/minutes`)).text()
    assert.ok(page.includes('Julkaistu') && page.includes(hash))
    const people = pack.people.filter(({ name }) => plain(page).includes(name)).map(({ name }) => name)
    assert.deepEqual(people, [], 'no name is in the web edition, typed or generated')
    assert.ok(page.includes('[Kuortaneen kunta]'))
  })

  it('are byte for byte the same after a kill and a replay of the log', async () => {
    const before = {}
    for (const format of ['json', 'html', 'docx']) before[format] = await bytesAs(secretary, format)
    await server.kill()
    await server.restart(clock.env)
    await hub.connect()
    for (const format of ['json', 'html', 'docx'])
      assert.ok(before[format].equals(await bytesAs(secretary, format)), format)
  })

  it('a correction is another version, and says so on every copy', async () => {
    await voices.do(secretary, 'minutes_correct', { reason: 'Kirjoitusvirhe 4 §:ssä.' })
    const { minutes } = await hub.day()
    assert.deepEqual([minutes.state, minutes.version], ['draft', 3])
    await until(
      async () => (await fetch(`${server.url}/minutes`)).status === 404,
      2000,
      'the old copy is not shown any more',
    )
    for (const format of ['html', 'docx', 'pdf'])
      assert.match(textOf(format, await bytesAs(secretary, format)), /Korjattu – Luonnos/, format)
  })

  it('the PDF is whole, tagged, titled and in Finnish', async () => {
    const file = join(folder, 'minutes.pdf')
    writeFileSync(file, await bytesAs(secretary, 'pdf'))
    execFileSync('qpdf', ['--check', file])
    const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' })
    assert.match(info, /Tagged:\s+yes/)
    assert.match(info, /Title:\s+Päätöspöytäkirja: /)
    const structure = execFileSync('pdfinfo', ['-struct-text', file], { encoding: 'utf8', maxBuffer: 1 << 26 })
    assert.ok(structure.match(/^\s*H2\b/gm).length >= pack.minutes.sections.length)
    assert.equal(structure.match(/^\s*H3\b/gm).length, 3)
  })
})
