/* automerge.mjs - Automerge (Rust) as WebAssembly, as a replica that the phases of peer.mjs drive: its own changes, one
 * an edit, and its own saved documents. Its JavaScript layer is left out: the core alone is several times quicker. */
import * as Automerge from '@automerge/automerge'

export const hasOwnFormat = true

const TEXT = '/t'
/* Making the text is a change as well: every replica begins with the same one, down to its time. */
const begun = Automerge.save(
  Automerge.change(Automerge.init({ actor: '00' }), { time: 0 }, (doc) => {
    doc.t = ''
  }),
)

function actorOf(client) {
  return client.toString(16).padStart(8, '0')
}

export class Replica {
  #doc
  #core

  constructor(client, saved = begun) {
    this.#open(saved, client)
  }

  #open(saved, client) {
    this.#doc = Automerge.load(saved, client ? { actor: actorOf(client) } : undefined)
    this.#core = Automerge.getBackend(this.#doc)
  }

  edits() {}

  #change([at, deleted, inserted]) {
    this.#core.splice(TEXT, at, deleted, inserted)
  }

  edit(edit) {
    this.#change(edit)
    this.#core.commit()
    return this.#core.getLastLocalChange()
  }

  bulk(edits) {
    for (const edit of edits) this.#change(edit)
    this.#core.commit()
  }

  apply(update) {
    this.#core.applyChanges([update])
  }

  applyAll(updates) {
    this.#core.applyChanges(updates)
  }

  load(saved) {
    this.free()
    this.#open(saved)
  }

  save() {
    return this.#core.save()
  }

  text() {
    return this.#core.text(TEXT)
  }

  free() {
    Automerge.free(this.#doc)
  }
}
