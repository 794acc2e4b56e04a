/* ywasm.mjs - y-crdt (Rust) as WebAssembly, as a replica that the phases of peer.mjs drive. It has no mergeUpdates. */
import ywasm from 'ywasm'

export class Replica {
  #doc
  #text
  #update

  constructor(client) {
    this.#doc = new ywasm.YDoc(client ? { clientID: client } : undefined)
    this.#text = this.#doc.getText('t')
  }

  #change([at, deleted, inserted], transaction) {
    if (deleted > 0) this.#text.delete(at, deleted, transaction)
    if (inserted !== '') this.#text.insert(at, inserted, undefined, transaction)
  }

  edits() {
    this.listen((update) => {
      this.#update = update
    })
  }

  #transact(work) {
    const transaction = this.#doc.beginTransaction()
    work(transaction)
    transaction.commit()
    transaction.free()
  }

  edit(edit) {
    this.#transact((transaction) => this.#change(edit, transaction))
    return this.#update
  }

  bulk(edits) {
    this.#transact((transaction) => {
      for (const edit of edits) this.#change(edit, transaction)
    })
  }

  listen(heard) {
    this.#doc.onUpdate(heard)
  }

  apply(update) {
    ywasm.applyUpdate(this.#doc, update)
  }

  load(saved) {
    this.apply(saved)
  }

  save() {
    return ywasm.encodeStateAsUpdate(this.#doc)
  }

  vector() {
    return ywasm.encodeStateVector(this.#doc)
  }

  since(vector) {
    return ywasm.encodeStateAsUpdate(this.#doc, vector)
  }

  text() {
    return this.#text.toString()
  }

  free() {
    this.#text.free()
    this.#doc.free()
  }
}
