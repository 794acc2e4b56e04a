/* makers.mjs - what an engine's replicas make of a trace: the update of each edit, the whole document, its text. */
import { UpdateList } from './files.mjs'

/* As random ids are: five bytes long when written. */
const AUTHORS = [2_894_731_905, 3_650_112_477]

/* edits: any iterable of [position, deleted, inserted]; a transaction and an update each, all by one client. */
export function sequential({ Replica }, edits) {
  const replica = new Replica(AUTHORS[0])
  const updates = new UpdateList()
  replica.edits()
  for (const edit of edits) updates.add(replica.edit(edit))
  return { updates, doc: replica.save(), text: replica.text() }
}

/* One of the people in a concurrent trace: what they have seen, and how they see more. */
class Author {
  #seen

  constructor(Replica, client, txns, updates) {
    this.replica = new Replica(client)
    this.replica.edits()
    this.#seen = new Uint8Array(txns.length)
    this.txns = txns
    this.updates = updates
  }

  /* What was seen came with all that was before it, so the way back ends at the first that is known. */
  #unseen(parents) {
    const found = []
    const open = [...parents]
    while (open.length > 0) {
      const i = open.pop()
      if (this.#seen[i]) continue
      this.#seen[i] = 1
      found.push(i)
      open.push(...this.txns[i].parents)
    }
    return found.sort((a, b) => a - b)
  }

  see(parents) {
    const missing = this.#unseen(parents)
    if (missing.length > 0) this.replica.applyAll(missing.map((i) => this.updates[i]))
  }

  write(i) {
    const { parents, patches } = this.txns[i]
    if (patches.length !== 1) throw new Error(`transaction ${i} of the trace is not one edit`)
    this.see(parents)
    this.updates[i] = this.replica.edit(patches[0])
    this.#seen[i] = 1
  }
}

/* Each author's replica is brought to the merge of the parents, then edits. The document is that of somebody who
 * heard everything in the order of the trace. */
export function concurrent({ Replica }, { numAgents, txns }) {
  const all = []
  const authors = AUTHORS.slice(0, numAgents).map((client) => new Author(Replica, client, txns, all))
  for (const [i, { agent }] of txns.entries()) authors[agent].write(i)
  const updates = new UpdateList()
  for (const update of all) updates.add(update)
  const listener = new Replica()
  listener.applyAll(all)
  return { updates, doc: listener.save(), text: listener.text() }
}
