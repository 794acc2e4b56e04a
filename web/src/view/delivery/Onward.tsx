import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Day } from '../../model/messages'
import { useWords } from '../../text'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { useCommand } from '../ui/useCommand'

const FIELDS = ['body', 'date', 'paragraph', 'outcome'] as const

/** Which body of the organisation handles the decisions, when, where, and what it said. */
export function Onward({ day, organisation }: { readonly day: Day; readonly organisation: string }) {
  const words = useWords()
  const { organisation: text } = words.views
  const { send, busy, trouble } = useCommand()
  const id = useId()
  const known = day.onwards.find((one) => one.organisation === organisation)
  const values = {
    body: useSignal(known?.body ?? ''),
    date: useSignal(known?.date ?? ''),
    paragraph: useSignal(known?.paragraph ?? ''),
    outcome: useSignal(known?.outcome ?? ''),
  }
  const isTold = useSignal(false)

  async function tell() {
    isTold.value = false
    const [body, date, paragraph, outcome] = FIELDS.map((field) => values[field].value.trim()) as [
      string,
      string,
      string,
      string,
    ]
    isTold.value = await send('onward_set', { organisation, body, date, paragraph, outcome })
  }
  return (
    <form
      class="stack"
      data-fill
      onSubmit={(event) => {
        event.preventDefault()
        void tell()
      }}
    >
      <h3>{text.onward}</h3>
      {FIELDS.map((field) => (
        <div class="field" key={field}>
          <label for={`${id}-${field}`}>{text.field[field]}</label>
          <input
            id={`${id}-${field}`}
            class="input"
            autocomplete="off"
            maxLength={field === 'outcome' ? 500 : field === 'body' ? 200 : 40}
            value={values[field].value}
            onInput={(event) => {
              values[field].value = event.currentTarget.value
            }}
          />
        </div>
      ))}
      <div class="row">
        <Button type="submit" kind="secondary" busy={busy}>
          {text.tell}
        </Button>
        <span role="status">{isTold.value ? text.saved : ''}</span>
      </div>
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
    </form>
  )
}
