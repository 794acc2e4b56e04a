/* TextField.tsx - the one editor everywhere: a label, a native textarea, behind it a mirror with the others' carets,
 * under it who else is writing here and how much room is left. */
import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { DocumentSession, SharedText, Writer } from '../net/connection'
import { useConnection } from '../net/connection'
import { type Dict, useWords } from '../text'
import { Binding } from './binding'
import { type Caret, caretsIn, piecesOf } from './carets'
import './editor.css'

interface Props {
  readonly session: DocumentSession
  readonly field: string
  readonly label: string
  readonly hint?: string | undefined
  readonly max: number // UTF-16 units
  readonly rows?: number
  readonly readOnly?: boolean
  /** No line breaks: a title, a date. */
  readonly singleLine?: boolean
  /** Draws the label for screen readers only. */
  readonly hideLabel?: boolean
}

export function TextField({
  session,
  field,
  label,
  hint,
  max,
  rows = 1,
  readOnly = false,
  singleLine = false,
  hideLabel = false,
}: Props) {
  const words = useWords()
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const binding = useRef<Binding | null>(null)
  const text = useSignal('')
  const shared = session.shared.value
  const isReadOnly = readOnly || session.mode.value !== 'rw'

  useLayoutEffect(() => {
    if (area.current === null) return
    binding.current = new Binding(area.current, shared, field, {
      max,
      isSingleLine: singleLine,
      shown: (value) => {
        text.value = value
      },
    })
    return () => binding.current?.destroy()
  }, [shared, field, max, singleLine])
  useLayoutEffect(() => binding.current?.readOnlyChanged(), [isReadOnly])

  const left = max - text.value.length
  const isNear = !isReadOnly && left <= Math.max(20, Math.min(100, max / 10))
  const described = [hint === undefined ? '' : `${id}-hint`, isNear ? `${id}-left` : '']
    .filter((one) => one !== '')
    .join(' ')
  return (
    <div class="text-field" data-readonly={isReadOnly || undefined} data-field={field}>
      <label class={hideLabel ? 'visually-hidden' : 'text-field-label'} for={id}>
        {label}
      </label>
      {hint !== undefined && (
        <p class="text-field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div class="text-field-box" data-rows={Math.min(6, rows)}>
        <Mirror session={session} shared={shared} field={field} text={text} />
        <textarea
          ref={area}
          id={id}
          class="text-field-area"
          rows={rows}
          lang={useConnection().day.value?.language ?? 'fi'}
          readOnly={isReadOnly}
          aria-describedby={described === '' ? undefined : described}
          spellcheck
          autocapitalize="sentences"
          autocomplete="off"
          enterkeyhint={singleLine ? 'done' : 'enter'}
        />
      </div>
      <div class="text-field-foot">
        <Chips session={session} field={field} words={words} />
        <p class="text-field-left" id={`${id}-left`} hidden={!isNear} data-full={left <= 0 || undefined}>
          {left > 0 ? words.editor.left(left) : left === 0 ? words.editor.full : words.editor.over(-left)}
        </p>
      </div>
      <LimitAnnouncer left={left} isNear={isNear} label={label} words={words} />
    </div>
  )
}

/* Drawn behind the field with the same letters in the same places; nobody but eyes needs it. It also gives the field its
 * height: both lie in one grid cell. */
function Mirror({
  session,
  shared,
  field,
  text,
}: {
  session: DocumentSession
  shared: SharedText
  field: string
  text: ReadonlySignal<string>
}) {
  const words = useWords()
  const seat = useConnection().seat
  const carets = useSignal<readonly Caret[]>([])
  const count = (): void => {
    carets.value = caretsIn(shared, field, seat)
  }
  useEffect(() => {
    count()
    shared.awareness.on('change', count)
    return () => shared.awareness.off('change', count)
  }, [shared, field, seat])
  useSignalEffect(() => {
    text.value // carets move with the letters
    count()
  })
  const pieces = piecesOf(text.value, carets.value)
  const typing = new Set(session.writers.value.filter((w) => w.typing && w.field === field).map((w) => w.name))
  return (
    <div class="text-field-mirror" aria-hidden="true">
      {pieces.map((piece, n) =>
        piece.kind === 'caret' ? (
          <span
            key={`c${piece.caret.client}`}
            class="caret"
            data-who={piece.caret.color}
            data-typing={typing.has(piece.caret.name) || undefined}
          >
            <span class="caret-flag">{firstName(piece.caret.name, words)}</span>
          </span>
        ) : piece.color === null ? (
          <span key={n}>{piece.text}</span>
        ) : (
          <span key={n} class="caret-selection" data-who={piece.color}>
            {piece.text}
          </span>
        ),
      )}
      {'\u200b'}
    </div>
  )
}

/* "Liisa kirjoittaa tähän": in words, for phones and for everyone who does not see the carets. */
function Chips({ session, field, words }: { session: DocumentSession; field: string; words: Dict }) {
  const here = useComputed(() => session.writers.value.filter((w) => w.field === field))
  const typing = here.value.filter((w) => w.typing)
  const shown = typing.length > 0 ? typing : here.value
  if (shown.length === 0) return null
  const sentence = typing.length > 0 ? words.editor.writesHere : words.editor.isHere
  return (
    <p class="chips">
      {shown.slice(0, 3).map((w) => (
        <span key={w.seat} class="chip-dot" data-who={w.color} aria-hidden="true" />
      ))}
      {sentence(namesOf(shown, words), shown.length > 1)}
    </p>
  )
}

function namesOf(writers: readonly Writer[], words: Dict): string {
  const names = writers.map((w) => firstName(w.name, words))
  if (names.length < 2) return names[0] ?? ''
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} +${names.length - 2}`
  return `${names.slice(0, -1).join(', ')} ${words.editor.and} ${names.at(-1)}`
}

function firstName(name: string, words: Dict): string {
  return name.split(' ')[0] || words.common.erased
}

/* Said politely when the limit comes near and when it is reached, not at each letter. */
function LimitAnnouncer({ left, isNear, label, words }: { left: number; isNear: boolean; label: string; words: Dict }) {
  const said = useRef<'' | 'near' | 'full'>('')
  const now =
    left <= 0 ? 'full' : isNear && left <= 20 ? 'near' : said.current === 'full' || !isNear ? '' : said.current
  const message = useRef('')
  if (now !== said.current) {
    said.current = now
    message.current = now === '' ? '' : `${label}: ${now === 'full' ? words.editor.full : words.editor.left(left)}`
  }
  return (
    <p class="visually-hidden" role="status">
      {message.current}
    </p>
  )
}
