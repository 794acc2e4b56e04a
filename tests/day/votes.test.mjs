/* The pack's amendments and votes over real sockets: 52 organisations vote, one of them changes its mind, one comes too
 * late; a tie; a show of hands; a secret ballot through a kill -9, of which nothing is left afterwards. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { Hub } from '../lib/hub.mjs'
import { CHOICES, decidingOf, presentAt, Voices } from '../lib/meeting.mjs'
import { loadPack } from '../lib/replay.mjs'
import { BINARY, Server } from '../lib/server.mjs'

const pack = loadPack()
const {
  chair,
  secretary,
  vote_counters: counters,
} = pack.sessions.find(({ id }) => id === pack.workshop.session).officers
const [first, second] = pack.decisions.votes
const REASONS = { not_designated_voter: 'not_a_voter', not_present: 'not_here', closed: 'vote_not_open' }
const ITEMS = { '9a': 'a', '9b': 'b', '9c': 'c' }

describe('amendments and votes', () => {
  let server
  let voices
  let hub

  before(async () => {
    server = await Server.demo({ name: 'votes' })
    voices = new Voices(server)
    hub = await Hub.enter(server, chair)
    await decidingOf(server, pack, voices)
    for (const seat of presentAt(pack, first.opened_at))
      await voices.do(secretary, 'presence_set', { seat, here: true })
  })

  after(async () => {
    await hub.close()
    await server.end()
  })

  const proposal = async (code) =>
    (await hub.day()).items.find((item) => item.kind === 'proposal' && item.code === code)
  const voteNow = async (id) => (await hub.day()).votes.find(({ vote }) => vote === id)

  it('a rule is agreed in 3 § before anyone votes', async () => {
    const { unit, tie } = pack.decisions.voting_rule
    await voices.do(chair, 'rules_agree', { item: 'item-3', unit, tie })
  })

  it('every amendment is moved, seconded and settled as in the pack', async () => {
    for (const code of ['a', 'b', 'c']) {
      const { item } = await proposal(code)
      await voices.do(chair, 'item_open', { item })
      for (const one of pack.decisions.amendments.filter((m) => ITEMS[m.item] === code)) {
        const actions = (await proposal(code)).actions
        const field = one.field.replace(/^a(\d)\./, (_, n) => `${actions[n - 1]}/`)
        await voices.do(one.by, 'amendment_make', { item, field, seat: one.by, seconder: '', text: one.text })
        const { amendment } = (await hub.day()).amendments.at(-1)
        if (one.seconded_by) await voices.do(one.seconded_by, 'amendment_second', { amendment, seat: one.seconded_by })
        if (one.vote) await voteAndConfirm(item, amendment)
        else if (one.outcome === 'lapsed_no_support') {
          const adopt = { amendment, outcome: 'adopted', wording: '' }
          assert.equal((await voices.command(chair, 'amendment_settle', adopt)).code, 'not_seconded')
          await voices.do(chair, 'amendment_settle', { ...adopt, outcome: 'lapsed' })
        } else
          await voices.do(secretary, 'amendment_settle', {
            amendment,
            outcome: 'adopted',
            wording: one.final_text ?? '',
          })
      }
    }
    assert.deepEqual(
      (await hub.day()).amendments.map(({ state }) => state),
      pack.decisions.amendments.map(({ outcome }) => (outcome === 'lapsed_no_support' ? 'lapsed' : 'adopted')),
    )
  })

  async function voteAndConfirm(item, amendment) {
    const vote = await voteOn(first, item, amendment)
    assert.equal((await voices.command(chair, 'item_open', { item: 'item-10' })).code, 'vote_unsettled')
    await voices.do(chair, 'vote_confirm', { vote, casting: 'empty' })
  }

  /* Opens it, plays its events, and finds the pack's counts. */
  async function voteOn(expected, item, amendment) {
    await voices.do(chair, 'vote_open', {
      item,
      amendment,
      question: expected.question,
      yes_text: expected.options.JAA,
      no_text: expected.options.EI,
      method: 'ballot',
      secret: expected.secret,
    })
    const { vote, voters } = (await hub.day()).votes.at(-1)
    assert.deepEqual(
      voters.map(({ seat, organisation }) => [organisation, seat]).sort(),
      expected.eligible.map(({ voter, organisation }) => [organisation, voter]).sort(),
    )
    const isLate = ({ at }) => at > expected.closed_at
    for (const event of expected.events.filter((one) => !isLate(one))) await cast(vote, event)
    const before = await voteNow(vote)
    assert.deepEqual([before.yes, before.no, before.empty, before.ballots], [0, 0, 0, []], 'open: nobody knows how')
    await voices.do(chair, 'vote_close', { vote })
    for (const event of expected.events.filter(isLate)) await cast(vote, event)
    const { counts, cast: all, not_voted } = expected.expected
    const now = await voteNow(vote)
    assert.deepEqual([now.yes, now.no, now.empty], [counts.JAA, counts.EI, counts.TYHJA])
    assert.equal(now.ballots.length, all, 'whoever voted twice is counted once')
    assert.deepEqual(
      voters.filter(({ seat }) => !now.voted.includes(seat)).map(({ organisation }) => organisation),
      not_voted,
    )
    return vote
  }

  async function cast(vote, { by, choice, expect, reason }) {
    const answer = await voices.command(by, 'ballot_cast', { vote, seat: by, choice: CHOICES[choice] })
    if (expect === 'accepted') assert.equal(answer.outcome, 'done', `${by}: ${answer.code}`)
    else assert.equal(answer.code, REASONS[reason], by)
    if (reason === 'not_designated_voter') assert.equal(answer.detail, 'p030', 'who votes is named')
  }

  it('the vote decides on its amendment', async () => {
    const vote = await voteNow('vote-1')
    assert.equal(vote.state, 'confirmed')
    assert.equal(vote.result, 'no')
    assert.equal((await hub.day()).amendments.find((one) => one.vote === 'vote-1').state, 'adopted')
  })

  it('a tie: the chair decides, as was agreed', async () => {
    await voices.do(chair, 'item_open', { item: 'item-10' })
    const vote = await voteOn(second, 'item-10', '')
    assert.equal((await voices.command(chair, 'vote_confirm', { vote, casting: 'empty' })).code, 'casting_missing')
    await voices.do(chair, 'vote_confirm', { vote, casting: CHOICES[second.expected.casting_vote.choice] })
    const { result, casting } = await voteNow(vote)
    assert.deepEqual([result, casting], [CHOICES[second.expected.final], true])
    assert.equal(
      (await voices.command(chair, 'rules_agree', { item: 'item-3', unit: 'person', tie: 'lot' })).code,
      'votes_begun',
    )
  })

  const asked = { item: 'item-10', amendment: '', question: 'Koe?', yes_text: 'Kyllä', no_text: 'Ei', secret: false }

  it('a show of hands closes when the two counters have counted the same', async () => {
    assert.equal((await voices.command(chair, 'vote_open', { ...asked, method: 'hands' })).code, 'counters_missing')
    const officers = counters.map((seat) => ({ post: 'counter', seat }))
    await voices.do(secretary, 'officers_elect', { item: 'item-4', officers })
    await voices.do(chair, 'vote_open', { ...asked, method: 'hands' })
    const [one, other] = counters
    await voices.do(one, 'count_enter', { vote: 'vote-3', yes: 30, no: 20, empty: 2 })
    assert.equal((await voices.command(chair, 'vote_close', { vote: 'vote-3' })).code, 'counts_missing')
    await voices.do(other, 'count_enter', { vote: 'vote-3', yes: 31, no: 19, empty: 2 })
    assert.equal((await voices.command(chair, 'vote_close', { vote: 'vote-3' })).code, 'counts_differ')
    await voices.do(other, 'count_enter', { vote: 'vote-3', yes: 30, no: 20, empty: 2 })
    await voices.do(chair, 'vote_close', { vote: 'vote-3' })
    await voices.do(chair, 'vote_confirm', { vote: 'vote-3', casting: 'empty' })
    assert.equal((await voteNow('vote-3')).result, 'yes')
  })

  it('a secret ballot survives a kill in the middle, is counted once, and leaves no trace of who voted how', async () => {
    await voices.do(chair, 'vote_open', { ...asked, method: 'ballot', secret: true })
    const { voters } = await voteNow('vote-4')
    const half = voters.slice(0, 26)
    for (const { seat } of half) await voices.do(seat, 'ballot_cast', { vote: 'vote-4', seat, choice: 'yes' })
    const [{ seat: undecided }] = half
    await voices.do(undecided, 'ballot_cast', { vote: 'vote-4', seat: undecided, choice: 'no' })
    assert.equal(rows('SELECT count(*) FROM ballot'), '26')
    await server.kill()
    assert.ok(holdsSecrets(), 'so that looking for it later says something')
    await server.restart()
    await hub.connect()
    for (const { seat } of voters.slice(26))
      await voices.do(seat, 'ballot_cast', { vote: 'vote-4', seat, choice: 'no' })
    await voices.do(chair, 'vote_close', { vote: 'vote-4' })
    const { yes, no, empty, ballots, voted } = await voteNow('vote-4')
    assert.deepEqual([yes, no, empty, ballots.length, voted.length], [25, 27, 0, 0, 52])
    assert.equal(rows('SELECT count(*) FROM ballot'), '0')
    await voices.do(chair, 'vote_confirm', { vote: 'vote-4', casting: 'empty' })
  })

  it('no log row, page or frame tells how somebody voted in secret', async () => {
    const heard = hub.events.filter(({ kind, data }) => kind === 'ballot_cast' && data.vote === 'vote-4')
    for (const { data } of heard) assert.deepEqual(Object.keys(data).sort(), ['seat', 'vote'])
    const inLog = rows("SELECT count(*) FROM log WHERE CAST(body AS TEXT) LIKE '%vote-4%choice%'")
    assert.equal(inLog, '0')
    const { code } = await server.stop()
    assert.equal(code, 0)
    assert.ok(!holdsSecrets(), 'the pages of the table were overwritten')
    assert.equal(spawnSync(BINARY, ['verify', server.database]).status, 0)
    await server.restart()
    await hub.connect()
  })

  /* A row of the table as it lies in a page: its columns, one after the other. */
  function holdsSecrets() {
    const files = [server.database, `${server.database}-wal`].filter(existsSync)
    return files.some((file) => readFileSync(file).includes('vote-4p0'))
  }

  function rows(sql) {
    const { stdout, stderr, status } = spawnSync('sqlite3', [server.database, sql], { encoding: 'utf8' })
    assert.equal(status, 0, stderr)
    return stdout.trim()
  }

  it('a dissent with its reason follows the decision, a statement goes with the item', async () => {
    const [statement] = pack.decisions.statements
    const { item } = await proposal('c')
    await voices.do(chair, 'item_open', { item })
    const said = { item, seat: statement.by, text: statement.text }
    assert.equal(
      (await voices.command(statement.by, 'statement_make', { ...said, kind: 'dissent' })).code,
      'not_decided',
    )
    await voices.do(statement.by, 'statement_make', { ...said, kind: 'statement' })
    assert.deepEqual(
      (await hub.day()).statements.map(({ seat, kind, text }) => [seat, kind, text]),
      [[statement.by, 'statement', statement.text]],
    )
  })
})
