/* compare.mjs - at a rest: the same state vector, the same content and nothing left waiting, in every real Yjs document
 * and in our engine, by whatever way it came there. */
import * as Y from 'yjs'
import { sorted, tree } from './tree.mjs'
import { documentOf, ROOTS } from './writers.mjs'

/* Two who ought to hold the same and do not. */
export class Divergence extends Error {
  constructor(what, ours, theirs) {
    super(`${what}: ${firstDifference(ours, theirs)}`)
    Object.assign(this, { ours, theirs })
  }
}

const AROUND = 60
function firstDifference(ours, theirs) {
  let at = 0
  while (at < ours.length && ours[at] === theirs[at]) at++
  const excerpt = (text) => `${at > AROUND ? '…' : ''}${text.slice(Math.max(at - AROUND, 0), at + AROUND)}`
  return `differ from place ${at} on:\n  ours   ${excerpt(ours)}\n  theirs ${excerpt(theirs)}`
}

function same(ours, theirs, what) {
  if (ours !== theirs) throw new Divergence(what, ours, theirs)
}

const base64 = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
const vectorOf = (bytes) => [...Y.decodeStateVector(bytes)].map(([client, clock]) => `${client}:${clock}`).join(' ')

/* All roots on one line each. */
export function contentOf(doc) {
  return Object.keys(ROOTS)
    .map((root) => `${root} ${JSON.stringify(tree(doc.share.get(root)))}`)
    .join('\n')
}

export async function engineContent(engine) {
  const roots = Object.entries(ROOTS).map(async ([root, kind]) => [root, sorted(await engine.content(kind, root))])
  return (await Promise.all(roots)).map(([root, content]) => `${root} ${JSON.stringify(content)}`).join('\n')
}

/* A Yjs document fed with these updates that leaves formats as they are: the one thing Yjs does by itself, in changes
 * that are not its own, is to delete formats it finds needless. */
export function bareDocument(updates, gc) {
  const doc = documentOf(0, gc)
  for (const update of updates)
    doc.transact((transaction) => {
      Y.applyUpdate(doc, update)
      transaction.local = true
    })
  return doc
}

function comparePerson(person, vector, content) {
  const name = `client ${person.doc.clientID} (reads ${person.reads})`
  const { pendingStructs, pendingDs } = person.doc.store
  same('nothing waits', pendingStructs || pendingDs ? 'something waits' : 'nothing waits', name)
  same(vector, vectorOf(Y.encodeStateVector(person.doc)), `state vector of ${name}`)
  same(content, contentOf(person.doc), `content of ${name}`)
}

/* A state, in an engine that collects: what is kept of deleted text (gc off) depends on the way it came if a surrogate
 * pair was cut in it, in Yjs as with us. */
async function collected(other, state) {
  const [, , again] = await Promise.all([other.begin(true), other.apply(state), other.state()])
  return base64(again)
}

/* Documents of ours that got there by another way are the same byte for byte: equal documents give equal bytes. With gc
 * off they are once the deleted text is left out. */
async function compareOurs({ engines, hub, random, people, gc }, state) {
  const { main, merger, follower, other } = engines
  const ofYjs = Y.encodeStateAsUpdate(random.of(people).doc)
  const log = await merger.merge(hub.increments.splice(0))
  await merger.apply(log)
  const [holds, followed, merged] = await Promise.all([main.holds(ofYjs), follower.state(), merger.state()])
  same(String(holds), 'true', 'the engine knows that it holds the state of Yjs')
  if (gc) same(base64(state), base64(followed), 'state of a follower of the increments')
  if (gc) same(base64(state), base64(merged), 'state of a reader of the merged increments')
  const ours = await collected(other, state)
  same(ours, await collected(other, followed), 'collected state of a follower of the increments')
  same(ours, await collected(other, merged), 'collected state of a reader of the merged increments')
  same(ours, await collected(other, ofYjs), 'state of a reader of the state of Yjs')
  if (gc) same(base64(state), ours, 'state of a reader of our own state')
}

export async function compare(session) {
  const { main } = session.engines
  const [vector, state, content, text, isPending] = await Promise.all([
    main.vector().then(vectorOf),
    main.state(),
    engineContent(main),
    main.string('text', 't'),
    main.isPending(),
  ])
  same(String(isPending), 'false', 'the engine waits for something')
  for (const person of session.people) comparePerson(person, vector, content)
  same(text, session.people[0].doc.getText('t').toString(), 'the plain text')
  const reader = bareDocument([state], session.gc)
  same(vector, vectorOf(Y.encodeStateVector(reader)), 'state vector of a new reader of our state')
  same(content, contentOf(reader), 'content of a new reader of our state')
  await compareOurs(session, state)
}
