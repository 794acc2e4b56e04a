/* scene.mjs - a text under attack: a participant lies, a facilitator goes on working on the same text, a witness reads it.
 * After each lie unharmed() looks whether anything of it got anywhere. */
import assert from 'node:assert/strict'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Hub } from './hub.mjs'
import { enterAll } from './parts.mjs'
import { Server } from './server.mjs'
import { until } from './wait.mjs'

export const FORGED = 'VÄÄRENNÖS'

export class Scene {
  #heard = [] /* everything that comes to the witness and the facilitator */

  static async set(name) {
    const scene = new Scene()
    scene.server = await Server.demo({ name })
    Object.assign(scene, await enterAll(scene.server))
    const [a, , c] = scene.groups
    const { people, witness } = scene
    await people.facilitatorA.do('group_start', { group: a, minutes: 60 })
    await witness.do('group_start', { group: c, minutes: 60 })
    for (const hub of [witness, people.facilitatorA]) {
      hub.on('message', (message) => scene.#heard.push(Buffer.from(JSON.stringify(message))))
      hub.on('binary', (_, bytes) => scene.#heard.push(Buffer.from(bytes)))
    }
    scene.a = a /* the text's id, and its group's */
    scene.watched = await witness.open(a)
    scene.honest = await people.facilitatorA.open(a)
    await scene.honest.change('title', [{ at: 0, remove: 0, insert: 'Otsikko' }])
    await scene.honest.saved()
    return scene
  }

  /* The participant's line, anew for each lie. */
  async comesIn() {
    this.liar = await this.enter(this.people.participantA)
    return this.liar
  }

  async enter({ session }) {
    const hub = new Hub(session)
    await hub.connect()
    return hub
  }

  /* Whatever was tried: it is in no text, on no screen, in no model, and nobody else was thrown out. */
  async unharmed() {
    const { honest, watched, witness } = this
    await this.liar?.close()
    await honest.change('rationale', [{ at: 0, remove: 0, insert: '.' }])
    await honest.saved()
    await until(() => watched.text('rationale') === honest.text('rationale'), 5000, 'work goes on')
    assert.ok(!this.#heard.some((bytes) => bytes.includes(FORGED)), 'nobody heard of it')
    assert.equal(watched.text('title'), 'Otsikko')
    assert.ok(!JSON.stringify(await witness.day()).includes(FORGED))
    const fresh = await witness.open(this.a)
    assert.ok(!JSON.stringify(fresh.texts()).includes(FORGED))
    fresh.leave()
  }

  async end() {
    for (const hub of [this.witness, ...Object.values(this.people)]) await hub.close()
    await this.server.end()
  }
}

/* A text with the words of `channel`, under another client id. */
export function copyAs(channel, client) {
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(channel.ydoc))
  ydoc.clientID = client
  return ydoc
}

/* Numbers and buffers, one after the other: a frame of any kind. */
export function framed(parts) {
  const encoder = encoding.createEncoder()
  for (const part of parts)
    if (typeof part === 'number') encoding.writeVarUint(encoder, part)
    else encoding.writeVarUint8Array(encoder, part)
  return encoding.toUint8Array(encoder)
}
