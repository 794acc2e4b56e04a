// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Hub } from '../../src/net/hub'
import { aDay, event, started, workshop } from '../given'
import { MemoryStore, Server } from './server'

let server: Server
let store: MemoryStore
const open: Hub[] = []

function aHub(): Hub {
  const hub = new Hub('pa', server.world, store)
  open.push(hub)
  hub.start()
  return hub
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

async function inTheRoom() {
  const hub = aHub()
  const session = hub.openDocument('doc-a')
  await pass(10)
  const type = (at: number, text: string, field = 'decision') => session.shared.peek().field(field).insert(at, text)
  return { hub, session, type, decision: session.text('decision') }
}

beforeEach(() => {
  vi.useFakeTimers()
  server = new Server(aDay(workshop(), started('a')))
  store = new MemoryStore()
})
afterEach(() => {
  for (const hub of open.splice(0)) hub.stop()
  vi.useRealTimers()
})

describe('the words typed', () => {
  test('are not called saved before the server says so', async () => {
    const { session, type } = await inTheRoom()
    expect(session.mode.value).toBe('rw')
    expect(session.saved.value).toEqual({ kind: 'saved' })
    server.withholdsAcks = true
    type(0, 'Sopu')
    expect(session.saved.value.kind).toBe('saving')
    await pass(100)
    expect(server.textOf('decision')).toBe('Sopu')
    expect(session.saved.value.kind).toBe('saving')
    server.toAll({ kind: 'ack', seq: 1 })
    expect(session.saved.value).toEqual({ kind: 'saved' })
    await pass(0)
    expect(store.updates.size).toBe(0)
  })

  test('go in one frame when they are typed close together', async () => {
    const { type } = await inTheRoom()
    for (const [at, letter] of [...'sopu'].entries()) type(at, letter)
    await pass(100)
    expect(server.frames.filter((f) => f.kind === 'numbered')).toHaveLength(1)
    expect(server.textOf('decision')).toBe('sopu')
  })

  test('wait on this device while the line is down, and go when it is back', async () => {
    const { hub, session, type } = await inTheRoom()
    server.cut()
    type(0, 'Ilman yhteyttä')
    await pass(1000)
    expect(hub.line.value).toBe('open') // a hiccup is not shown
    await pass(1500)
    expect(hub.line.value).toBe('broken')
    expect(session.mode.value).toBe('rw')
    expect(session.saved.value).toEqual({ kind: 'offline', waiting: 1 })
    server.writes('decision', 0, 'Muut: ')
    server.isReachable = true
    await pass(20_000)
    expect(hub.line.value).toBe('open')
    expect(session.saved.value).toEqual({ kind: 'saved' })
    expect(['Muut: Ilman yhteyttä', 'Ilman yhteyttäMuut: ']).toContain(server.textOf('decision'))
    expect(session.text('decision').value).toBe(server.textOf('decision'))
  })

  test('are called unsafe when neither the server nor the device has them', async () => {
    const { session, type } = await inTheRoom()
    store.isBroken = true
    server.cut()
    type(0, 'x')
    await pass(3000)
    expect(session.saved.value).toEqual({ kind: 'unsafe', waiting: 1 })
  })

  test('survive a reload of the page without being doubled', async () => {
    const first = await inTheRoom()
    first.type(0, 'Alku. ')
    await pass(100)
    server.cut()
    first.type(6, 'Loppu.')
    await pass(3000)
    first.hub.stop()
    server.isReachable = true
    const second = await inTheRoom()
    await pass(100)
    expect(server.textOf('decision')).toBe('Alku. Loppu.')
    expect(second.decision.value).toBe('Alku. Loppu.')
    expect(second.session.saved.value).toEqual({ kind: 'saved' })
    expect(store.updates.size).toBe(0)
  })

  test('are sent again on another line when nothing is confirmed for long', async () => {
    const { session, type } = await inTheRoom()
    server.withholdsAcks = true
    type(0, 'x')
    await pass(5000)
    expect(server.tickets).toBe(1)
    server.withholdsAcks = false
    await pass(6000)
    expect(server.tickets).toBe(2)
    expect(session.saved.value).toEqual({ kind: 'saved' })
    expect(server.textOf('decision')).toBe('x')
  })
})

describe('words the server does not take', () => {
  test('that came late are kept for their author beside the shared text', async () => {
    const { session, type, decision } = await inTheRoom()
    type(0, 'Yhteinen.')
    await pass(100)
    server.refusesWith = 'late'
    server.mode = 'ro'
    type(9, ' Myöhässä.')
    await pass(100)
    expect(decision.value).toBe('Yhteinen.')
    expect(session.mode.value).toBe('ro')
    expect(session.unsent.value).toMatchObject([
      { field: 'decision', mine: 'Yhteinen. Myöhässä.', now: 'Yhteinen.', why: 'late' },
    ])
    expect(session.saved.value).toEqual({ kind: 'saved' })
    session.dropUnsent(session.unsent.value[0]?.id ?? '')
    expect(session.unsent.value).toEqual([])
    expect(store.asides.size).toBe(0)
  })

  test('are still shown after a reload', async () => {
    const first = await inTheRoom()
    server.refusesWith = 'policy'
    first.type(0, 'Kielletty')
    await pass(100)
    first.hub.stop()
    server.refusesWith = null
    const second = await inTheRoom()
    expect(second.session.unsent.value).toMatchObject([{ mine: 'Kielletty', now: '', why: 'refused' }])
    expect(second.session.mode.value).toBe('rw')
  })

  test('because the disk is full are not lost: they go when it takes records again', async () => {
    const { session, type } = await inTheRoom()
    server.refusesWith = 'storage'
    type(0, 'Talteen')
    await pass(70)
    server.says({ op: 'storage', ok: false })
    expect(session.mode.value).toBe('ro')
    expect(session.saved.value).toEqual({ kind: 'saving', waiting: 1 })
    await pass(5000)
    expect(session.unsent.value).toEqual([])
    server.refusesWith = null
    server.says({ op: 'storage', ok: true })
    await pass(2000)
    expect(server.textOf('decision')).toBe('Talteen')
    expect(session.saved.value).toEqual({ kind: 'saved' })
    expect(session.mode.value).toBe('rw')
    const opens = server.texts.filter((m) => m.op === 'open')
    expect(opens.at(-1)).toMatchObject({ have: { epoch: 1 } })
  })
})

describe('another epoch', () => {
  test('is another text: it takes the place of the old one and nothing is doubled', async () => {
    const { session, type, decision } = await inTheRoom()
    type(0, 'Vanha')
    await pass(100)
    server.epoch = 2
    for (const ch of server.wire?.channels.keys() ?? []) server.says({ op: 'mode', ch, mode: 'rw', epoch: 2 })
    await pass(100)
    expect(decision.value).toBe('Vanha')
    expect(session.mode.value).toBe('rw')
    expect(session.unsent.value).toEqual([])
    session.shared.peek().field('decision').insert(5, '!')
    await pass(100)
    expect(server.textOf('decision')).toBe('Vanha!')
  })

  test('found after an absence shows the words of the absence, and does not merge them', async () => {
    const { session, type, decision } = await inTheRoom()
    server.cut()
    type(0, 'Poissa ollessa')
    await pass(3000)
    server.epoch = 2
    server.ydoc = new Y.Doc()
    server.ydoc.getText('decision').insert(0, 'Uusi alku')
    server.isReachable = true
    await pass(20_000)
    expect(decision.value).toBe('Uusi alku')
    expect(server.textOf('decision')).toBe('Uusi alku')
    expect(session.unsent.value).toMatchObject([{ mine: 'Poissa ollessa', now: 'Uusi alku', why: 'epoch' }])
  })

  test('found after a reload does the same with what the device kept', async () => {
    const first = await inTheRoom()
    server.cut()
    first.type(0, 'Poissa')
    await pass(3000)
    first.hub.stop()
    server.epoch = 2
    server.ydoc = new Y.Doc()
    server.isReachable = true
    const second = await inTheRoom()
    expect(second.decision.value).toBe('')
    expect(second.session.unsent.value).toMatchObject([{ field: 'decision', mine: 'Poissa', why: 'epoch' }])
    expect(store.updates.size).toBe(0)
  })
})

describe('handing in', () => {
  test('sends the last letters at once and says up to which number', async () => {
    const { session, type } = await inTheRoom()
    const settle = vi.fn()
    session.shared.peek().settlers.add(settle)
    type(0, 'viime sana')
    server.happens(event('handin_announced', { group: 'a', deadline_ms: Date.now() + 5000 }))
    expect(settle).toHaveBeenCalled()
    expect(server.texts.at(-1)).toEqual({ op: 'flushed', doc: 'doc-a', seq: 1 })
    expect(server.textOf('decision')).toBe('viime sana')
  })

  test('is confirmed also by someone who comes back in the middle of it', async () => {
    const { type } = await inTheRoom()
    server.cut()
    type(0, 'x')
    await pass(1000)
    server.day = aDay(
      workshop(),
      started('a'),
      event('handin_announced', { group: 'a', deadline_ms: Date.now() + 5000 }),
    )
    server.pos = 1_000_000
    server.isReachable = true
    await pass(20_000)
    expect(server.texts.at(-1)).toEqual({ op: 'flushed', doc: 'doc-a', seq: 1 })
  })
})

describe('while a word is being composed', () => {
  test('what others write waits, and comes when it is finished', async () => {
    const { session, type, decision } = await inTheRoom()
    const release = session.shared.peek().hold()
    server.writes('decision', 0, 'toinen ')
    expect(decision.value).toBe('')
    type(0, 'ke')
    release()
    expect(decision.value).toContain('toinen ')
    expect(decision.value).toContain('ke')
  })
})

describe('the line', () => {
  test('a socket that has gone silent is left for a new one', async () => {
    await inTheRoom()
    await pass(29_000)
    expect(server.tickets).toBe(1)
    await pass(3000)
    expect(server.tickets).toBe(2)
  })

  test('the server says when to come back', async () => {
    await inTheRoom()
    server.says({ op: 'restarting', retry_ms: 4000 })
    server.cut()
    server.isReachable = true
    await pass(3900)
    expect(server.tickets).toBe(1)
    await pass(200)
    expect(server.tickets).toBe(2)
  })

  test('a device that comes back online does not sit out its wait', async () => {
    await inTheRoom()
    server.cut()
    await pass(100)
    server.isReachable = true
    window.dispatchEvent(new Event('online'))
    await pass(10)
    expect(server.tickets).toBe(2)
  })

  test('a device that says it has no network is believed', async () => {
    const { hub } = await inTheRoom()
    server.isReachable = false
    window.dispatchEvent(new Event('offline'))
    await pass(2100)
    expect(hub.line.value).toBe('broken')
  })

  test('a session that is over is not tried again', async () => {
    const hub = new Hub('pa', { ...server.world, ticket: async () => 'signed_out' }, store)
    open.push(hub)
    hub.start()
    await pass(60_000)
    expect(hub.line.value).toBe('signed_out')
  })

  test('the day is whole after a break, and each event counts once', async () => {
    const { hub } = await inTheRoom()
    const again = event('group_paused', { group: 'a', reason: 'break', note: '' })
    server.happens(again)
    server.says({ op: 'events', events: [again] })
    expect(hub.day.value?.groups[0]?.state).toBe('paused')
  })
})

describe('a wish', () => {
  test('is answered', async () => {
    const { hub } = await inTheRoom()
    await expect(hub.command('action_add', { doc: 'doc-a' })).resolves.toEqual({ outcome: 'done', pos: 7 })
  })

  test('goes again with the same id when the line broke in between', async () => {
    const { hub } = await inTheRoom()
    server.withholdsAnswers = true
    const answer = hub.command('action_add', { doc: 'doc-a' })
    server.cut()
    await pass(100)
    server.withholdsAnswers = false
    server.isReachable = true
    await pass(2000)
    await expect(answer).resolves.toEqual({ outcome: 'done', pos: 7 })
    const ids = server.texts.filter((m) => m.op === 'command').map((m) => m['id'])
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  test('that nobody answers for half a minute is called unknown', async () => {
    const { hub } = await inTheRoom()
    server.withholdsAnswers = true
    const answer = hub.command('action_add', { doc: 'doc-a' })
    await pass(31_000)
    await expect(answer).resolves.toEqual({ outcome: 'unknown' })
  })
})
