/* person.mjs - somebody with a real Yjs document and a bad line: what goes out and comes in may be late, twice, in
 * another order, several as one, or not at all. */
import * as Y from 'yjs'
import { act, documentOf } from './writers.mjs'

const NEVER_PAUSES_MS = 1e12 // steps of undo are parted by chance, not by the clock

/* One thing or some that follow each other, mostly the oldest; now and then they stay and come again. */
function take(box, random) {
  const at = random.oneIn(4) ? random.below(box.length) : 0
  const count = random.oneIn(3) ? Math.min(1 + random.below(5), box.length - at) : 1
  const taken = random.oneIn(12) ? box.slice(at, at + count) : box.splice(at, count)
  return { taken, at }
}

export class Person {
  #undo // who has it can take back what they did

  constructor(id, gc, random) {
    this.random = random
    this.out = []
    this.in = []
    this.isOnline = true
    this.hasLost = false // something was dropped: only comparing with the hub helps
    this.isMeeting = false // has asked, and waits for the answer
    this.mayLack = false // a waiting thing that the hub did not tell of when asked
    this.isInOrder = true // nothing has been sent that needs what has not
    this.reads = random.of(['increments', 'increments', 'originals', 'originals', 'both'])
    this.isSlow = random.oneIn(4)
    this.doc = documentOf(id, gc)
    this.doc.on('update', (update, origin) => {
      if (origin !== 'line') this.out.push(update)
    })
    if (random.oneIn(3)) this.#undo = this.#undoManager()
  }

  #undoManager() {
    const roots = [...this.doc.share.values()]
    return new Y.UndoManager(roots, { captureTimeout: NEVER_PAUSES_MS, trackedOrigins: new Set(['own']) })
  }

  /* One operation; under what it counts, if it was undo or redo. */
  act() {
    if (this.#undo && this.random.oneIn(2)) this.#undo.stopCapturing()
    if (this.#undo?.canUndo() && this.random.oneIn(5)) return this.#takeBack('undo')
    if (this.#undo?.canRedo() && this.random.oneIn(4)) return this.#takeBack('redo')
    act(this.doc, this.random)
    return undefined
  }

  /* Yjs fails in its redoItem where what an earlier undo brought back has been collected since. What it did until then is
   * sent like all else; this person takes nothing back any more. */
  #takeBack(how) {
    try {
      return this.#undo[how]() === null ? undefined : 'undos'
    } catch (error) {
      if (!(error instanceof TypeError && error.stack.includes('redoItem'))) throw error
      this.#undo.destroy()
      this.#undo = undefined
      return 'broken'
    }
  }

  hear(update) {
    if (this.isOnline) this.in.push(update)
  }

  /* What goes to the hub now: one update, or some to be merged on the way; nothing if it is lost. */
  send(mayLose) {
    if (!this.isOnline || this.out.length === 0) return []
    const { taken, at } = take(this.out, this.random)
    if (at > 0) this.isInOrder = false
    if (mayLose && this.random.oneIn(60)) {
      this.lose()
      return []
    }
    if (this.out.length === 0 && !this.hasLost && !this.isMeeting) this.isInOrder = true
    return taken
  }

  read(mayLose) {
    if (!this.isOnline || this.in.length === 0 || (mayLose && this.isSlow && !this.random.oneIn(4))) return
    const { taken } = take(this.in, this.random)
    if (mayLose && this.random.oneIn(60)) this.lose()
    else Y.applyUpdate(this.doc, taken.length > 1 ? Y.mergeUpdates(taken) : taken[0], 'line')
  }

  lose() {
    this.hasLost = true
    this.isInOrder = false
  }

  /* The line breaks, with whatever is on it. */
  goOffline() {
    this.isOnline = false
    this.in = []
    if (this.random.oneIn(2)) this.out = []
    this.lose()
  }

  goOnline() {
    this.isOnline = true
  }

  /* Yjs notes for a waiting struct which clock of another client it lacks, and where structs of that client wait too, it
   * notes theirs, which may be higher. Two can then wait for each other with all they need in hand; another look at
   * what waits, and nothing else, shows whether that was it. */
  lookAgain() {
    const { pendingStructs } = this.doc.store
    if (!pendingStructs) return false
    Y.applyUpdateV2(this.doc, pendingStructs.update, 'line')
    return true
  }

  rest() {
    this.isInOrder = true
    this.mayLack = false
  }

  /* Tells the hub what it has got. */
  ask() {
    this.hasLost = false
    this.isMeeting = true
    this.mayLack = this.reads === 'originals'
    return Y.encodeStateVector(this.doc)
  }

  /* What it has not got, and what the hub has got. */
  meet(difference, vector) {
    this.isMeeting = false
    this.in.unshift(difference)
    this.out.unshift(Y.encodeStateAsUpdate(this.doc, vector))
  }
}
