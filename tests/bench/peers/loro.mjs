/* loro.mjs - Loro (Rust) as WebAssembly, as a replica that the phases of peer.mjs drive: its own updates, one commit an
 * edit, and its own snapshots, which hold the state ready to read. */
import { LoroDoc } from 'loro-crdt'

export const hasOwnFormat = true

export class Replica {
  #doc = new LoroDoc()
  #text = this.#doc.getText('t')

  constructor(client) {
    if (client) this.#doc.setPeerId(String(client))
  }

  #change([at, deleted, inserted]) {
    if (deleted > 0) this.#text.delete(at, deleted)
    if (inserted !== '') this.#text.insert(at, inserted)
  }

  edits() {}

  /* Exporting what is new is twice as quick as hearing it from subscribeLocalUpdates. */
  edit(edit) {
    const from = this.#doc.oplogVersion()
    this.#change(edit)
    this.#doc.commit()
    const update = this.#doc.export({ mode: 'update', from })
    from.free()
    return update
  }

  bulk(edits) {
    for (const edit of edits) this.#change(edit)
    this.#doc.commit()
  }

  apply(update) {
    this.#doc.import(update)
  }

  applyAll(updates) {
    this.#doc.importBatch(updates)
  }

  load(saved) {
    this.apply(saved)
  }

  save() {
    return this.#doc.export({ mode: 'snapshot' })
  }

  text() {
    return this.#text.toString()
  }

  free() {
    this.#text.free()
    this.#doc.free()
  }
}
