/* binding.ts - ties a native <textarea> to its Y.Text: what is typed becomes the smallest change of the text; what others
 * write comes into the field with the caret kept where it was. Spelling, dictation, input methods and screen readers work
 * on the plain element as people know them. */
import * as Y from 'yjs'
import type { SharedText } from '../net/connection'
import { cut, type Splice, shifted, splice } from './splice'

export interface BindingOptions {
  readonly max: number // UTF-16 units
  readonly isSingleLine: boolean
  /** The field's text after each change. */
  shown(text: string): void
}

const COMPOSING_IDLE_MS = 2000 // some keyboards call a word unfinished while the person rests
const UNDO_STEP_MS = 600

export class Binding {
  readonly #area: HTMLTextAreaElement
  readonly #shared: SharedText
  readonly #field: string
  readonly #text: Y.Text
  readonly #options: BindingOptions
  readonly #undo: Y.UndoManager
  #shown: string // what the field held when it last agreed with the text
  #isComposing = false
  #release: (() => void) | null = null
  #idle: ReturnType<typeof setTimeout> | undefined

  constructor(area: HTMLTextAreaElement, shared: SharedText, field: string, options: BindingOptions) {
    this.#area = area
    this.#shared = shared
    this.#field = field
    this.#options = options
    this.#text = shared.field(field)
    this.#undo = new Y.UndoManager(this.#text, { trackedOrigins: new Set([this]), captureTimeout: UNDO_STEP_MS })
    this.#shown = this.#text.toString()
    area.value = this.#shown
    options.shown(this.#shown)
    this.#text.observe(this.#changed)
    shared.settlers.add(this.#settle)
    this.#listen('addEventListener')
    if (this.#hasFocus()) this.#tellCursor()
  }

  destroy(): void {
    this.#take()
    this.#endComposition()
    this.#text.unobserve(this.#changed)
    this.#shared.settlers.delete(this.#settle)
    this.#undo.destroy()
    this.#listen('removeEventListener')
    if (this.#hasFocus()) this.#shared.setCursor(null)
  }

  /** The field was locked or opened: nobody writes in a locked one. */
  readOnlyChanged(): void {
    if (this.#area.readOnly && this.#isComposing) this.#settle()
    this.#tellCursor()
  }

  undo(): void {
    this.#undo.undo()
  }

  redo(): void {
    this.#undo.redo()
  }

  // ---- what is typed here

  /* Brings what the field holds into the text. */
  #take(): void {
    let value = this.#area.value
    if (value.includes('\r')) value = value.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
    if (this.#options.isSingleLine && value.includes('\n')) value = value.replace(/\s*\n\s*/g, ' ')
    const change = splice(this.#shown, value, this.#area.selectionStart)
    if (change === null) return
    const isOver = value.length > this.#options.max && value.length > this.#shown.length
    if (isOver && this.#isComposing) return // the field is full: judged when the word is finished
    const fitting = isOver ? this.#fitting(change) : change
    if (fitting.remove > 0 || fitting.insert !== '') this.#apply(fitting)
    const now = this.#text.toString()
    if (this.#area.value !== now)
      this.#show(now, fitting.at + fitting.insert.length, fitting.at + fitting.insert.length)
    this.#shown = now
    this.#options.shown(now)
  }

  #fitting(change: Splice): Splice {
    const room = this.#options.max - (this.#shown.length - change.remove)
    return { ...change, insert: cut(change.insert, Math.max(0, room)) }
  }

  #apply(change: Splice): void {
    this.#shared.ydoc.transact(() => {
      if (change.remove > 0) this.#text.delete(change.at, change.remove)
      if (change.insert !== '') this.#text.insert(change.at, change.insert)
    }, this)
  }

  readonly #onInput = (): void => {
    this.#take()
    if (this.#isComposing) this.#holdOn()
    this.#tellCursor()
  }

  readonly #onBeforeInput = (event: InputEvent): void => {
    if (event.inputType === 'historyUndo' || event.inputType === 'historyRedo') {
      event.preventDefault() // the browser's own memory does not know the others' letters
      if (event.inputType === 'historyUndo') this.undo()
      else this.redo()
    } else if (event.inputType === 'insertLineBreak' && this.#options.isSingleLine) event.preventDefault()
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return
    const key = event.key.toLowerCase()
    const isRedo = (key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey)
    if (!isRedo && key !== 'z') return
    event.preventDefault()
    if (this.#area.readOnly) return
    if (isRedo) this.redo()
    else this.undo()
  }

  // ---- input methods: while a word is being composed, the others' changes wait

  readonly #onCompositionStart = (): void => {
    this.#isComposing = true
    this.#holdOn()
  }

  readonly #onCompositionEnd = (): void => {
    this.#isComposing = false
    this.#take()
    this.#endComposition()
  }

  #holdOn(): void {
    this.#release ??= this.#shared.hold()
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => {
      this.#take()
      this.#letGo()
    }, COMPOSING_IDLE_MS)
  }

  #letGo(): void {
    clearTimeout(this.#idle)
    this.#release?.()
    this.#release = null
  }

  #endComposition(): void {
    this.#isComposing = false
    this.#letGo()
  }

  /* The text is about to be locked: finish the word, bring everything in. */
  readonly #settle = (): void => {
    if (this.#isComposing && this.#hasFocus()) this.#area.blur() // ends the composition first: locking without it loses it
    this.#take()
    this.#endComposition()
  }

  // ---- what others write

  readonly #changed = (event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (transaction.origin === this) return
    const now = this.#text.toString()
    if (now === this.#shown && this.#area.value === now) return
    let start = this.#area.selectionStart
    let end = this.#area.selectionEnd
    const changes = splices(event)
    if (transaction.origin === this.#undo) start = end = endOf(changes) ?? end
    else
      for (const change of changes) {
        start = shifted(start, change)
        end = shifted(end, change)
      }
    this.#show(now, start, end)
    this.#shown = now
    this.#options.shown(now)
    if (transaction.origin === this.#undo) this.#tellCursor()
  }

  #show(text: string, start: number, end: number): void {
    const { scrollTop, selectionDirection } = this.#area
    this.#area.value = text
    if (!this.#hasFocus()) return // a selection in a field without focus would take the focus in some browsers
    this.#area.setSelectionRange(start, end, selectionDirection)
    this.#area.scrollTop = scrollTop
  }

  // ---- where this person is

  readonly #tellCursor = (): void => {
    if (!this.#hasFocus()) return
    if (this.#area.readOnly) return this.#shared.setCursor(null)
    const { selectionStart, selectionEnd, selectionDirection } = this.#area
    const [anchor, head] =
      selectionDirection === 'backward' ? [selectionEnd, selectionStart] : [selectionStart, selectionEnd]
    this.#shared.setCursor({ field: this.#field, anchor: this.#relative(anchor), head: this.#relative(head) })
  }

  readonly #onBlur = (): void => {
    this.#take()
    this.#endComposition()
    this.#undo.stopCapturing()
    this.#shared.setCursor(null)
  }

  /* Bound to the letter on its left: what others write at the caret comes after it. */
  #relative(position: number): unknown {
    return Y.relativePositionToJSON(
      Y.createRelativePositionFromTypeIndex(this.#text, Math.min(position, this.#text.length), -1),
    )
  }

  #hasFocus(): boolean {
    return document.activeElement === this.#area
  }

  #listen(how: 'addEventListener' | 'removeEventListener'): void {
    this.#area[how]('input', this.#onInput)
    this.#area[how]('beforeinput', this.#onBeforeInput as EventListener)
    this.#area[how]('keydown', this.#onKeyDown as EventListener)
    this.#area[how]('compositionstart', this.#onCompositionStart)
    this.#area[how]('compositionend', this.#onCompositionEnd)
    this.#area[how]('focus', this.#tellCursor)
    this.#area[how]('blur', this.#onBlur)
    document[how]('selectionchange', this.#tellCursor)
  }
}

/* A Y event's delta as splices, each with its place in the text as it is when its turn comes. */
function splices(event: Y.YTextEvent): readonly Splice[] {
  const found: Splice[] = []
  let at = 0
  for (const part of event.delta) {
    if (part.retain !== undefined) at += part.retain
    else if (part.delete !== undefined) found.push({ at, remove: part.delete, insert: '' })
    else if (typeof part.insert === 'string') {
      found.push({ at, remove: 0, insert: part.insert })
      at += part.insert.length
    }
  }
  return found
}

function endOf(changes: readonly Splice[]): number | undefined {
  const last = changes.at(-1)
  return last === undefined ? undefined : last.at + last.insert.length
}
