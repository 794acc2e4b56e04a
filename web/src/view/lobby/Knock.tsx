import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import { askIn, type Hall, lookIn } from '../../net/lobby'
import { type Dict, useWords } from '../../text'
import { Front } from '../join/Front'
import type { PersonalLink } from '../join/link'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { useSaid } from '../ui/useSaid'

const CODE_LENGTH = 6

interface Props {
  /** The link that opens a seat as soon as somebody lets its holder in. */
  onAsked(link: PersonalLink): void
}

/** With the code from the picture in the hall there are two fields to fill in; typed, the code comes first. */
export function Knock({ onAsked }: Props) {
  const { knock } = useWords().views
  const code = useSignal('')
  const hall = useSignal<Hall | null>(null)
  const trouble = useSaid()
  const isBusy = useSignal(false)

  async function look() {
    isBusy.value = true
    const found = await lookIn(code.value)
    isBusy.value = false
    if (typeof found === 'string') trouble.say((words) => sentence(words, found))
    else {
      hall.value = found
      trouble.forget()
    }
  }

  async function ask(name: string, organisation: string) {
    isBusy.value = true
    const link = await askIn({ code: code.value, name, organisation })
    isBusy.value = false
    if (typeof link !== 'string') return onAsked(link)
    trouble.say((words) => sentence(words, link))
    if (link === 'code_wrong') hall.value = null // it ran out while the name was typed: a new one, and the name is kept
  }

  useEffect(() => {
    const shown = decodeURIComponent(location.hash.slice(1))
    if (shown === '') return
    history.replaceState(null, '', location.pathname)
    code.value = shown
    void look()
  }, [])
  const title = hall.value?.title ?? knock.title
  useEffect(() => {
    document.title = `Sopu – ${title}`
  }, [title])

  return (
    <Front>
      <h1>{title}</h1>
      <CodeForm
        isHidden={hall.value !== null}
        code={code.value}
        busy={isBusy.value}
        onCode={(typed) => {
          code.value = typed
          void look()
        }}
      />
      <WhoForm hall={hall.value} busy={isBusy.value} onAsk={(name, organisation) => void ask(name, organisation)} />
      <Live urgent>{trouble.text !== '' && <p class="error">{trouble.text}</p>}</Live>
    </Front>
  )
}

function sentence({ views: { knock } }: Dict, why: string): string {
  const sentences: Record<string, unknown> = knock
  return typeof sentences[why] === 'string' ? sentences[why] : knock.line
}

interface CodeFormProps {
  readonly isHidden: boolean
  readonly code: string
  readonly busy: boolean
  onCode(code: string): void
}

function CodeForm({ isHidden, code, busy, onCode }: CodeFormProps) {
  const { knock } = useWords().views
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const missing = useSignal(false)
  if (isHidden) return null
  return (
    <form
      class="stack"
      data-fill
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const typed = (input.current?.value ?? '').replace(/[\s-]/g, '')
        missing.value = typed.length !== CODE_LENGTH
        if (missing.value) input.current?.focus()
        else if (!busy) onCode(typed)
      }}
    >
      <p class="lead">{knock.lead}</p>
      <div class="field">
        <label for={id}>{knock.code}</label>
        <input
          ref={input}
          id={id}
          class="input lobby-code-input"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          defaultValue={code}
          aria-invalid={missing.value}
          aria-describedby={`${id}-error`}
        />
        <p class="error" id={`${id}-error`}>
          {missing.value && knock.codeMissing}
        </p>
      </div>
      <Button type="submit" size="large" busy={busy} class="lobby-way">
        {knock.next}
      </Button>
    </form>
  )
}

interface WhoFormProps {
  readonly hall: Hall | null
  readonly busy: boolean
  onAsk(name: string, organisation: string): void
}

/* Stays while a new code is asked for, so that what was typed here is still there. */
function WhoForm({ hall, busy, onAsk }: WhoFormProps) {
  const { knock } = useWords().views
  const id = useId()
  const name = useSignal('')
  const organisation = useSignal('')
  const isTried = useSignal(false)
  const form = useRef<HTMLFormElement>(null)
  if (hall === null) return null
  const noName = isTried.value && name.value.trim() === ''
  const noOrganisation = isTried.value && organisation.value === ''
  return (
    <form
      ref={form}
      class="stack"
      data-fill
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        isTried.value = true
        if (name.value.trim() === '' || organisation.value === '') {
          const first = name.value.trim() === '' ? 'input' : 'select'
          form.current?.querySelector<HTMLElement>(first)?.focus()
        } else if (!busy) onAsk(name.value.trim(), organisation.value)
      }}
    >
      <p class="lead">{knock.whoLead}</p>
      <div class="field">
        <label for={`${id}-name`}>{knock.name}</label>
        <input
          id={`${id}-name`}
          class="input"
          autocomplete="name"
          maxLength={100}
          value={name.value}
          aria-invalid={noName}
          aria-describedby={`${id}-no-name`}
          onInput={(event) => {
            name.value = event.currentTarget.value
          }}
        />
        <p class="error" id={`${id}-no-name`}>
          {noName && knock.nameMissing}
        </p>
      </div>
      <div class="field">
        <label for={`${id}-from`}>{knock.organisation}</label>
        <select
          id={`${id}-from`}
          class="input"
          value={organisation.value}
          aria-invalid={noOrganisation}
          aria-describedby={`${id}-no-from`}
          onChange={(event) => {
            organisation.value = event.currentTarget.value
          }}
        >
          <option value="">{knock.choose}</option>
          {hall.organisations.map((one) => (
            <option key={one.organisation} value={one.organisation}>
              {one.name}
            </option>
          ))}
        </select>
        <p class="error" id={`${id}-no-from`}>
          {noOrganisation && knock.organisationMissing}
        </p>
        <p class="hint">{knock.notListed}</p>
      </div>
      <Button type="submit" size="large" busy={busy} class="lobby-way">
        {knock.ask}
      </Button>
    </form>
  )
}
