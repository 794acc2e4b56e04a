/* yjs.mjs - Yjs itself, as a replica that the phases of peer.mjs drive. */
import * as Y from 'yjs'

export class Replica {
  #doc = new Y.Doc()
  #text = this.#doc.getText('t')
  #update

  constructor(client) {
    if (client) this.#doc.clientID = client
  }

  #change([at, deleted, inserted]) {
    if (deleted > 0) this.#text.delete(at, deleted)
    if (inserted !== '') this.#text.insert(at, inserted)
  }

  /* Those who edit hear of it in an update event, as a provider does. */
  edits() {
    this.listen((update) => {
      this.#update = update
    })
  }

  edit(edit) {
    this.#doc.transact(() => this.#change(edit))
    return this.#update
  }

  bulk(edits) {
    this.#doc.transact(() => {
      for (const edit of edits) this.#change(edit)
    })
  }

  listen(heard) {
    this.#doc.on('update', heard)
  }

  apply(update) {
    Y.applyUpdate(this.#doc, update)
  }

  applyAll(updates) {
    for (const update of updates) this.apply(update)
  }

  load(saved) {
    this.apply(saved)
  }

  save() {
    return Y.encodeStateAsUpdate(this.#doc)
  }

  vector() {
    return Y.encodeStateVector(this.#doc)
  }

  since(vector) {
    return Y.encodeStateAsUpdate(this.#doc, vector)
  }

  text() {
    return this.#text.toString()
  }

  free() {
    this.#doc.destroy()
  }
}

export const merge = Y.mergeUpdates
