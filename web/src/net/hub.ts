/* hub.ts - the connection of one seat: one socket, the day folded from it, wishes and answers, the open texts. */
import { computed, signal } from '@preact/signals'
import { apply } from '../model/day'
import type { Day, DayEvent, Refusal } from '../model/messages'
import { groupOfDoc } from '../model/rights'
import { Commands } from './commands'
import type { Connection, LateEdits, Line } from './connection'
import { type DocumentLine, SharedDocument } from './document'
import { decodeFrame, encodeFrame } from './frames'
import { endSession, fetchTicket } from './session'
import { Socket, type SocketWorld } from './socket'
import { openStore, type Store } from './store'

type ServerMessage =
  | {
      op: 'welcome'
      seat: string
      pos: number
      now_ms: number
      day: Day
      people: readonly { seat: string; name: string }[]
      storage_ok: boolean
    }
  | { op: 'events'; events: readonly DayEvent[] }
  | { op: 'answer'; id: string; outcome: string; pos?: number; code?: Refusal; detail?: string | null }
  | { op: 'opened'; ch: number; doc: string; epoch: number; mode: 'rw' | 'ro'; cid: number; seq: number }
  | { op: 'mode'; ch: number; mode: 'rw' | 'ro'; epoch: number }
  | { op: 'refused'; ch: number; code: string }
  | ({ op: 'late' } & LateEdits)
  | { op: 'present'; here: readonly { seat: string; docs: readonly string[] }[] }
  | { op: 'storage'; ok: boolean }
  | { op: 'alive'; now_ms: number }
  | { op: 'restarting'; retry_ms: number }
  | { op: 'error'; code: string }

interface OpenDocument {
  readonly document: SharedDocument
  users: number
  closing: ReturnType<typeof setTimeout> | undefined
}

const SHOW_TROUBLE_MS = 2000
const LINGER_MS = 3000 // a text that is left is often opened again by the next view
const LATE_WITHIN_MS = 10_000
const LAST_CHANNEL = 127

export interface Hub extends Connection {
  start(): void
  stop(): void
}

export function openHub(seat: string, world: SocketWorld = browserWorld(seat), store: Store = openStore(seat)): Hub {
  const day = signal<Day | null>(null)
  const people = signal<ReadonlyMap<string, string>>(new Map())
  const present = signal<ReadonlyMap<string, readonly string[]>>(new Map())
  const line = signal<Line>('connecting')
  const storageOk = signal(true)
  const heardAt = signal(0)
  const isBroken = computed(() => line.value === 'broken' || line.value === 'signed_out')

  const channels = new Map<number, SharedDocument>()
  const documents = new Map<string, OpenDocument>()
  const lateWaiting = new Map<string, ((edits: LateEdits) => void)[]>()
  let lastChannel = 0
  let pos = 0
  let clockOffset = 0
  let isWelcome = false
  let troubleTimer: ReturnType<typeof setTimeout> | undefined
  let ticker: ReturnType<typeof setInterval> | undefined

  const socket = new Socket(world, {
    opened: () => undefined, // the welcome counts
    text: (message) => receive(message as ServerMessage),
    binary: (bytes) => {
      heardAt.value = Date.now()
      const message = decodeFrame(bytes)
      if (message !== null) channels.get(message.ch)?.receive(message.frame)
    },
    lost: () => {
      isWelcome = false
      for (const { document } of documents.values()) document.lost()
      trouble()
    },
    signedOut: () => {
      clearTimeout(troubleTimer)
      line.value = 'signed_out'
    },
  })
  const commands = new Commands((message) => isWelcome && socket.sendText(message))

  const documentLine: DocumentLine = {
    user: {
      seat,
      get name() {
        return people.peek().get(seat) ?? ''
      },
    },
    isOpen: () => isWelcome,
    isBroken,
    storageOk,
    claim(document) {
      do lastChannel = (lastChannel % LAST_CHANNEL) + 1
      while (channels.has(lastChannel))
      channels.set(lastChannel, document)
      return lastChannel
    },
    release: (ch) => void channels.delete(ch),
    text: (message) => socket.sendText(message),
    frame: (ch, frame) => socket.sendBinary(encodeFrame(ch, frame)),
    ready(document) {
      if (groupOfDoc(day.peek() as Day, document.doc)?.state === 'handing_in') document.settleAndConfirm()
    },
    abandon: () => socket.abandon(),
  }

  /* A hiccup is not shown: only what lasts. */
  function trouble(): void {
    if (line.peek() === 'signed_out') return
    troubleTimer ??= setTimeout(() => {
      line.value = 'broken'
    }, SHOW_TROUBLE_MS)
  }

  function receive(message: ServerMessage): void {
    heardAt.value = Date.now()
    switch (message.op) {
      case 'welcome':
        return welcome(message)
      case 'events':
        return events(message.events)
      case 'answer':
        return commands.answered(message)
      case 'opened':
        return channels.get(message.ch)?.opened(message)
      case 'mode':
        return channels.get(message.ch)?.modeChanged(message)
      case 'refused':
        return channels.get(message.ch)?.refused(message.code)
      case 'late': {
        for (const resolve of lateWaiting.get(message.doc) ?? []) resolve({ doc: message.doc, edits: message.edits })
        lateWaiting.delete(message.doc)
        return
      }
      case 'present':
        present.value = new Map(message.here.map((one) => [one.seat, one.docs]))
        return
      case 'storage':
        storageOk.value = message.ok
        return
      case 'alive':
        clockOffset = message.now_ms - Date.now()
        return
      case 'restarting':
        return socket.retryAfter(message.retry_ms)
      case 'error':
        console.warn(`the server did not understand: ${message.code}`)
    }
  }

  function welcome(message: Extract<ServerMessage, { op: 'welcome' }>): void {
    clearTimeout(troubleTimer)
    troubleTimer = undefined
    socket.settled()
    isWelcome = true
    pos = message.pos
    clockOffset = message.now_ms - Date.now()
    people.value = new Map(message.people.map((one) => [one.seat, one.name]))
    storageOk.value = message.storage_ok
    day.value = message.day
    line.value = 'open'
    commands.resend()
    for (const { document } of documents.values()) document.open()
  }

  function events(list: readonly DayEvent[]): void {
    const fresh = list.filter((event) => event.pos > pos)
    if (fresh.length === 0 || day.peek() === null) return
    day.value = fresh.reduce(apply, day.peek() as Day)
    pos = fresh.at(-1)?.pos ?? pos
    for (const event of fresh) if (event.kind === 'handin_announced') settle(event.data.group)
    // What was refused may be open to us now.
    for (const { document } of documents.values()) if (document.mode.peek() === 'refused') document.open()
  }

  function settle(group: string): void {
    for (const { document } of documents.values())
      if (groupOfDoc(day.peek() as Day, document.doc)?.group === group) document.settleAndConfirm()
  }

  function openDocument(doc: string): SharedDocument {
    let open = documents.get(doc)
    if (open === undefined) {
      open = { document: new SharedDocument(doc, documentLine, store, () => leave(doc)), users: 0, closing: undefined }
      documents.set(doc, open)
    }
    open.users++
    clearTimeout(open.closing)
    return open.document
  }

  function leave(doc: string): void {
    const open = documents.get(doc)
    if (open === undefined || --open.users > 0) return
    open.document.flush()
    const close = (): void => {
      if (open.document.hasPending) {
        open.closing = setTimeout(close, LINGER_MS) // not before all of it is on the server's disk
        return
      }
      open.document.close()
      documents.delete(doc)
    }
    open.closing = setTimeout(close, LINGER_MS)
  }

  function lateEdits(doc: string): Promise<LateEdits> {
    return new Promise((resolve, reject) => {
      if (!socket.sendText({ op: 'late', doc })) return reject(new Error('no line'))
      lateWaiting.set(doc, [...(lateWaiting.get(doc) ?? []), resolve])
      setTimeout(() => reject(new Error('no answer')), LATE_WITHIN_MS)
    })
  }

  const flushAll = (): void => {
    for (const { document } of documents.values()) document.flush()
  }
  const onHidden = (): void => {
    if (document.visibilityState === 'hidden') flushAll()
  }
  const onLeaving = (event: BeforeUnloadEvent): void => {
    flushAll()
    const kinds = [...documents.values()].map((open) => open.document.saved.peek().kind)
    if (kinds.some((kind) => kind === 'offline' || kind === 'unsafe')) event.preventDefault()
  }

  return {
    seat,
    day,
    people,
    present,
    line,
    heardAt,
    storageOk,
    serverNow: () => Date.now() + clockOffset,
    command: (kind, data) => commands.command(kind, data),
    openDocument,
    lateEdits,
    async signOut() {
      await endSession(seat)
      socket.stop()
      line.value = 'signed_out'
    },
    start() {
      trouble()
      socket.start()
      ticker = setInterval(() => {
        commands.tick()
        for (const open of documents.values()) open.document.tick(Date.now())
      }, 1000)
      window.addEventListener('pagehide', flushAll)
      window.addEventListener('beforeunload', onLeaving)
      document.addEventListener('visibilitychange', onHidden)
    },
    stop() {
      flushAll()
      socket.stop()
      clearInterval(ticker)
      clearTimeout(troubleTimer)
      window.removeEventListener('pagehide', flushAll)
      window.removeEventListener('beforeunload', onLeaving)
      document.removeEventListener('visibilitychange', onHidden)
    },
  }
}

function browserWorld(seat: string): SocketWorld {
  return {
    ticket: () => fetchTicket(seat),
    connect: (ticket) => {
      const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:'
      return new WebSocket(`${scheme}//${location.host}/ws?ticket=${encodeURIComponent(ticket)}`)
    },
    random: Math.random,
  }
}
