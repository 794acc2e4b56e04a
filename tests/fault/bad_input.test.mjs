/* Nonsense at every door: refused with a code, and the server, the room and the other people in it do not notice. Run
 * with SOPU_BINARY naming a build with sanitizers, the server's clean end shows that nothing was touched that must not be. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import * as encoding from 'lib0/encoding'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { Hub } from '../lib/hub.mjs'
import { Pace } from '../lib/pace.mjs'
import { randomOf, SEED } from '../lib/random.mjs'
import { Server } from '../lib/server.mjs'
import { post, Session } from '../lib/session.mjs'
import { sleep, until } from '../lib/wait.mjs'

const CODE = /^[a-z_]+$/

describe(`bad input (SEED=${SEED})`, () => {
  const random = randomOf(SEED)
  let server
  let group
  let members
  let witness
  let strangerSession
  let told = '' /* what the witness has typed: all that the text may hold */

  before(async () => {
    server = await Server.demo({ name: 'bad-input' })
    const links = [...server.links.values()]
    const leader = links.find(({ roles, group: own }) => roles.includes('facilitator') && own)
    group = leader.group
    members = links
      .filter(({ roles, group: own }) => own === group && roles.includes('participant'))
      .map(({ seat }) => seat)
    const facilitator = await Hub.enter(server, leader.seat)
    await facilitator.do('group_start', { group, minutes: 60 })
    await facilitator.do('action_add', { doc: group })
    await facilitator.close()
    strangerSession = await Session.of(server, members[1])
    witness = await (await Hub.enter(server, members[0])).open(group)
  })

  after(async () => {
    await witness.hub.close()
    await server.end()
  })

  /* The room goes on: the witness's line never broke, its words are saved, and the text holds nothing else. */
  async function assertUnharmed(what) {
    assert.equal(witness.hub.closed, null, `${what}: the others' lines stay open`)
    if (told.length > 100) {
      await witness.change('title', [{ at: 0, remove: told.length, insert: '' }])
      told = ''
    }
    await witness.type('title', '.')
    told += '.'
    await witness.saved(10_000)
    assert.equal(witness.text('title'), told, what)
    for (const [field, text] of Object.entries(witness.texts()))
      if (field !== 'title') assert.equal(text, '', `${what}: ${field}`)
  }

  async function stranger() {
    const hub = new Hub(strangerSession)
    await hub.connect()
    return hub
  }

  /* What a sender hears: the code of an error, of a refused command, of a refused change. */
  function codeOf(hub) {
    return new Promise((resolve) => {
      hub.on('message', (message) => message.code !== undefined && resolve(message.code))
      hub.on('close', (code) => setTimeout(() => resolve(`closed ${code}`), 50))
    })
  }

  const command = (fields) =>
    JSON.stringify({ op: 'command', id: randomUUID(), kind: 'action_add', data: { doc: 'ryhma-a' }, ...fields })
  const texts = {
    nothing: '',
    'no JSON': 'hei',
    'half an object': '{"op":"open"',
    'a list': '[]',
    'a number': '1',
    'no op': '{}',
    'an op that is not text': '{"op":1}',
    'an op that does not exist': '{"op":"fly"}',
    'a command without an id': '{"op":"command","kind":"action_add","data":{"doc":"ryhma-a"}}',
    'a command with an id of another kind': command({ id: 7 }),
    'a command with an id that is no UUID': command({ id: '../../etc/passwd' }),
    'a command that does not exist': command({ kind: 'day_delete' }),
    'a command that is an event': command({ kind: 'item_decided' }),
    'a command whose data is a list': command({ data: [] }),
    'a command without data': command({ data: undefined }),
    'a command with a field too many': command({ data: { doc: 'ryhma-a', admin: true } }),
    'a command with a field missing': command({ data: {} }),
    'a command with a field of another kind': command({ data: { doc: { doc: 'ryhma-a' } } }),
    'an id with letters that ids do not have': command({ data: { doc: 'RYHMA-Ä/..' } }),
    'a very long id': command({ data: { doc: 'a'.repeat(5000) } }),
    'a number beyond all bounds': command({ kind: 'group_start', data: { group: 'ryhma-a', minutes: 0 } }).replace(
      '"minutes":0',
      '"minutes":1e400',
    ),
    'a fraction where a whole number belongs': command({
      kind: 'group_start',
      data: { group: 'ryhma-a', minutes: 1.5 },
    }),
    'a number that overflows': command({ kind: 'group_start', data: { group: 'ryhma-a', minutes: 0 } }).replace(
      '"minutes":0',
      '"minutes":9223372036854775808',
    ),
    'half a surrogate pair': command({
      kind: 'group_pause',
      data: { group: 'ryhma-a', reason: 'talk', note: 'X' },
    }).replace('X', '\\ud83d'),
    'a NUL inside a text': command({
      kind: 'group_pause',
      data: { group: 'ryhma-a', reason: 'talk', note: 'X' },
    }).replace('X', 'a\\u0000b'),
    'a reason that is not in the list': command({
      kind: 'group_pause',
      data: { group: 'ryhma-a', reason: 'nap', note: '' },
    }),
    'the same key twice': command().replace('"kind"', '"kind":"take_undo","kind"'),
    'lists in lists in lists': `${'['.repeat(3000)}${']'.repeat(3000)}`,
    'an open without a channel': '{"op":"open","doc":"ryhma-a","have":null}',
    'an open on channel 0': '{"op":"open","ch":0,"doc":"ryhma-a","have":null}',
    'an open on channel 128': '{"op":"open","ch":128,"doc":"ryhma-a","have":null}',
    'an open of a document that does not exist': '{"op":"open","ch":1,"doc":"ryhma-x","have":null}',
    'an open of a path': '{"op":"open","ch":1,"doc":"../secret","have":null}',
    'an open with a client id from nowhere': '{"op":"open","ch":1,"doc":"DOC","have":{"epoch":1,"cid":"x"}}',
    'an open with an epoch that never was': '{"op":"open","ch":1,"doc":"DOC","have":{"epoch":-1,"cid":-1}}',
    'a close of nothing': '{"op":"close","ch":99}',
    'flushed without a hand-in': '{"op":"flushed","doc":"DOC","seq":-5}',
    'late edits of nothing': '{"op":"late","doc":"nowhere"}',
    'letters that are no UTF-8': Buffer.from([0x7b, 0x22, 0x6f, 0x70, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  }
  const harmless = new Set([
    'a close of nothing',
    'flushed without a hand-in',
    'an open with a client id from nowhere',
    'an open with an epoch that never was',
  ])

  it('a text frame: each kind of nonsense gets a code', async () => {
    for (const [what, text] of Object.entries(texts)) {
      const hub = await stranger()
      const heard = codeOf(hub)
      hub.sendText(typeof text === 'string' ? text.replaceAll('DOC', group) : text)
      const code = await Promise.race([heard, sleep(harmless.has(what) ? 100 : 5000)])
      if (!harmless.has(what)) assert.match(code ?? 'silence', /^([a-z_]+|closed (1002|1003|1007|1008|1009))$/, what)
      await hub.close()
      await assertUnharmed(what)
    }
  })

  it('a text frame too big for anything is refused, and costs nobody else a thing', async () => {
    const hub = await stranger()
    hub.sendText(`{"op":"open","doc":"${'a'.repeat(8 << 20)}"}`)
    await until(() => hub.closed, 10_000, 'the line is closed')
    await assertUnharmed('8 MiB')
  })

  const frames = {
    nothing: [],
    'a channel and nothing': [1],
    'a channel that is not open': [77, 0, 0, 1, 0],
    'a channel number without an end': [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    'a type that does not exist': [1, 99, 1, 2, 3],
    'a sync message of no kind': [1, 0, 9, 0],
    'a state vector that promises more than it holds': [1, 0, 0, 200, 1],
    'a state vector of four thousand million clients': [1, 0, 0, 6, 0xff, 0xff, 0xff, 0xff, 0x0f, 1],
    'an update without a number': [1, 0, 2, 2, 0, 0],
    'a numbered update without bytes': [1, 16, 1],
    'a numbered update out of order': [1, 16, 44, 2, 0, 0],
    'a numbered update that promises more than it holds': [1, 16, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0],
    'an update with four thousand million structs': [1, 16, 1, 7, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1],
    'an acknowledgement from a client': [1, 17, 9],
    'awareness that is no awareness': [1, 1, 3, 1, 2, 3],
    'awareness with a huge count': [1, 1, 5, 0xff, 0xff, 0xff, 0xff, 0x0f],
  }

  it('a binary frame: nonsense is refused, the room goes on', async () => {
    for (const [what, bytes] of Object.entries(frames)) {
      const hub = await stranger()
      await hub.open(group)
      hub.send(new Uint8Array(bytes))
      await Promise.race([until(() => hub.closed, 300, 'closed').catch(() => {}), sleep(40)])
      await hub.close()
      await assertUnharmed(what)
    }
  })

  /* What a change may not be, and what it is called. Each is made with real Yjs. */
  const wrongUpdates = {
    'an embedded image': ['policy', (doc) => doc.getText('title').insertEmbed(0, { image: 'x' })],
    'bold letters': ['policy', (doc) => doc.getText('title').insert(0, 'lihava', { bold: true })],
    'a carriage return': ['policy', (doc) => doc.getText('title').insert(0, 'a\rb')],
    'a field that does not exist': ['policy', (doc) => doc.getText('hidden').insert(0, 'x')],
    'a field of an action that does not exist': ['policy', (doc) => doc.getText('a9/what').insert(0, 'x')],
    'a map': ['policy', (doc) => doc.getMap('title').set('a', 1)],
    'a list': ['policy', (doc) => doc.getArray('a1/when').insert(0, [1, 2, 3])],
    XML: ['policy', (doc) => doc.getXmlFragment('rationale').insert(0, [new Y.XmlText('x')])],
    'a text inside a text': ['policy', (doc) => doc.getText('title').insertEmbed(0, new Y.Text('x'))],
    'more than the field takes': ['too_big', (doc) => doc.getText('title').insert(0, 'x'.repeat(30_000))],
    'letters under the id of somebody else': ['foreign_id', (doc) => doc.getText('title').insert(0, 'x'), 'foreign'],
  }

  it('a change that is no plain text in a known field is refused as a whole, with its code', async () => {
    for (const [what, [code, change, isForeign]] of Object.entries(wrongUpdates)) {
      const hub = await stranger()
      const channel = await hub.open(group)
      const doc = new Y.Doc()
      doc.clientID = isForeign ? witness.cid + 1 : channel.cid
      doc.transact(() => {
        change(doc)
        doc.getText('decision').insert(0, 'oikein')
      })
      channel.sendUpdate(Y.encodeStateAsUpdate(doc))
      assert.equal(await channel.refused(), code, what)
      await hub.close()
      await assertUnharmed(what)
    }
  })

  it('a change that hangs in the air is refused as pending and can be sent again whole', async () => {
    const hub = await stranger()
    const channel = await hub.open(group)
    const doc = new Y.Doc()
    doc.clientID = channel.cid
    doc.getText('a1/who').insert(0, 'alku')
    const first = Y.encodeStateVector(doc)
    doc.getText('a1/who').insert(4, ' loppu')
    channel.sendUpdate(Y.encodeStateAsUpdate(doc, first))
    assert.equal(await channel.refused(), 'pending')
    await hub.close()
    await assertUnharmed('pending')
  })

  it('a change cut off at any place is malformed', async () => {
    const doc = new Y.Doc()
    const whole = () => {
      doc.getText('decision').insert(0, 'Päätetään 👍 yhdessä')
      doc.getText('decision').delete(2, 5)
      return Y.encodeStateAsUpdate(doc)
    }
    const hub = await stranger()
    let channel = await hub.open(group)
    doc.clientID = channel.cid
    const update = whole()
    for (let length = 0; length < update.length; length += 1 + random.below(3)) {
      channel.sendUpdate(update.slice(0, length))
      const code = await channel.refused()
      assert.match(code, CODE, `cut at ${length}`)
      channel.leave()
      channel = await hub.open(group)
    }
    await hub.close()
    await assertUnharmed('cut off')
  })

  it('changes with bytes turned over never harm the room', async () => {
    const pace = new Pace(0) /* the tests before have sent as this seat */
    for (let round = 0; round < 60; round++) {
      /* A round says about six things, all as one seat. */
      for (let said = 0; said < 6; said++) await pace.turn()
      const hub = await stranger()
      const channel = await hub.open(group)
      const doc = new Y.Doc()
      doc.clientID = channel.cid
      doc.getText('a1/when').insert(0, 'x'.repeat(1 + random.below(20)))
      doc.getText('a1/when').delete(0, 1)
      const update = Y.encodeStateAsUpdate(doc)
      for (let turned = 0; turned <= random.below(4); turned++) update[random.below(update.length)] = random.below(256)
      channel.sendUpdate(update)
      await until(
        () => channel.nack || channel.isSaved || hub.closed,
        10_000,
        `an answer to ${Buffer.from(update).toString('hex')}`,
      )
      await hub.close()
    }
    assert.equal(witness.hub.closed, null)
    await clean()
    await assertUnharmed('turned bytes')
  })

  /* Some turned bytes are still a change that is allowed: they go, so that the witness can look for others. */
  async function clean() {
    for (const [field, text] of Object.entries(witness.texts()))
      await witness.change(field, [{ at: 0, remove: text.length, insert: '' }])
    told = ''
    await witness.saved()
  }

  it('the stock door: text frames, nonsense and forbidden changes end that line only', async () => {
    const wrong = new Y.Doc()
    wrong.getMap('title').set('a', 1)
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, 2)
    encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(wrong))
    const cases = {
      'a text frame': 'hei',
      nothing: new Uint8Array(),
      'half a message': new Uint8Array([0, 2, 50, 1]),
      'no type': new Uint8Array([250]),
      'a map': encoding.toUint8Array(encoder),
    }
    for (const [what, message] of Object.entries(cases)) {
      const ticket = await (await Session.of(server, members[2])).ticket()
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/yjs/${group}?ticket=${ticket}`, {
        perMessageDeflate: false,
      })
      socket.on('error', () => {})
      const closed = new Promise((resolve) => socket.on('close', resolve))
      await new Promise((resolve) => socket.on('open', resolve))
      socket.send(message)
      const code = await Promise.race([closed, sleep(5000)])
      assert.ok(code >= 1002 && code < 4500, `${what}: ${code}`)
      if (what === 'a map') assert.equal(code, 4409)
      await assertUnharmed(what)
    }
  })

  it('HTTP requests: each is answered with a code', async () => {
    const session = await Session.of(server, members[2])
    const big = JSON.stringify({ id: randomUUID(), kind: 'action_add', data: { doc: 'a'.repeat(20_000) } })
    const commands = '/api/v1/commands'
    const cases = [
      ['no JSON', commands, 'hei', {}, [400, 409]],
      ['nothing', commands, '', {}, [400, 409]],
      ['a list', commands, '[]', {}, [400, 409]],
      ['another type', commands, '{}', { 'Content-Type': 'text/plain' }, [400, 415]],
      ['too much', commands, big, {}, [413]],
      ['no command', commands, { id: randomUUID(), kind: 'fly', data: {} }, {}, [400, 409]],
      [
        'a foreign page',
        commands,
        { id: randomUUID(), kind: 'action_add', data: { doc: group } },
        { Origin: 'https://evil.example' },
        [403],
      ],
      ['a seat that is not there', commands, '{}', { 'X-Sopu-Seat': 'nobody' }, [401]],
      ['a seat that is a path', commands, '{}', { 'X-Sopu-Seat': '../../x' }, [401]],
      ['no cookie', commands, '{}', { Cookie: '' }, [401]],
      ['a cookie from nowhere', commands, '{}', { Cookie: `sopu_${members[2]}=${'a'.repeat(52)}` }, [401]],
      ['a token from nowhere', commands, '{}', { Cookie: '', Authorization: 'Bearer x' }, [401]],
    ]
    for (const [what, path, body, headers, allowed] of cases) {
      const answer = await post(server, path, body, { ...session.headers, ...headers })
      assert.ok(allowed.includes(answer.status), `${what}: ${answer.status} ${JSON.stringify(answer.body)}`)
      assert.match(answer.body.code ?? '', CODE, what)
    }
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await fetch(server.url + commands, { method })
      assert.ok([404, 405].includes(answer.status), `${method}: ${answer.status}`)
    }
    for (const path of [
      '/api/v1/nothing',
      '/..%2f..%2fetc/passwd',
      '/assets/../../../etc/passwd',
      '/%00',
      '/yjs/',
      `/${'a'.repeat(3000)}`,
    ]) {
      const answer = await fetch(server.url + path)
      const text = await answer.text()
      assert.ok(answer.status >= 400 || text.includes('<html'), `${path}: ${answer.status}`)
      assert.ok(!text.includes('root:'), path)
    }
    await assertUnharmed('HTTP')
  })

  it('links: a wrong one opens nothing and says so', async () => {
    const [id, secret] = server.links.get(members[2]).url.split('#')[1].split('.')
    const [, otherSecret] = server.links.get(members[3]).url.split('#')[1].split('.')
    const wrong = [
      { id, secret: otherSecret },
      { id, secret: secret.slice(1) },
      { id, secret: '' },
      { id: 'aaaaaaaa', secret },
      { id: 'x'.repeat(3000), secret },
    ]
    for (const body of wrong) {
      const answer = await post(server, '/api/v1/session', body)
      assert.ok([400, 403].includes(answer.status), JSON.stringify(body))
      assert.match(answer.body.code, CODE)
      assert.equal(answer.cookie, '')
    }
    for (const body of [{}, { id }, { id: 1, secret: 2 }, { id, secret: null }, [], 'x']) {
      const answer = await post(server, '/api/v1/session', body)
      assert.ok([400, 403].includes(answer.status), JSON.stringify(body))
      assert.match(answer.body.code, CODE)
    }
    assert.equal((await Session.of(server, members[2])).seat, members[2], 'the right one still opens')
  })

  it('bytes that are no HTTP at all', async () => {
    const raw = [
      '\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET\r\n\r\n',
      `GET / HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(5000)}\r\n`,
      '\x16\x03\x01\x02\x00\x01\x00',
      'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
      'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n{}',
      'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 1\r\n\r\n',
    ]
    for (const bytes of raw) {
      await new Promise((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes))
        socket.on('error', resolve)
        socket.on('close', resolve)
        socket.resume()
        setTimeout(() => socket.destroy(), 150)
      })
      assert.ok(await server.isUp(), JSON.stringify(bytes.slice(0, 40)))
    }
    await assertUnharmed('no HTTP')
  })
})
