import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { ActionState, Day, Organisation } from '../../model/messages'
import { type DecidedAction, fieldOf, goalOf } from '../../model/ownActions'
import { language, useWords } from '../../text'
import { longDate } from '../../text/format'
import { fullCode } from '../order'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Tag, type Tone } from '../ui/Tag'
import { useCommand } from '../ui/useCommand'

const STATES: readonly ActionState[] = ['not_started', 'in_progress', 'done', 'partly', 'lapsed', 'carried']
const tones: Record<ActionState, Tone> = {
  not_started: 'rest',
  in_progress: 'live',
  done: 'done',
  partly: 'wait',
  lapsed: 'stop',
  carried: 'wait',
}

interface ActionProps {
  readonly day: Day
  readonly own: Organisation
  readonly action: DecidedAction
}

/** A decided action, what has been told of it, and a place to tell more. */
export function OwnAction({ day, own, action: about }: ActionProps) {
  const words = useWords()
  const { organisation: text } = words.views
  const { send, busy, trouble } = useCommand()
  const id = useId()
  const { item, action, number } = about
  const told = day.statuses.filter((one) => one.item === item.item && one.action === action)
  const last = told.findLast((one) => one.organisation === own.organisation)
  const state = useSignal<ActionState>(last?.state ?? 'in_progress')
  const note = useSignal('')
  const isOpen = useSignal(false)
  const nameOf = (organisation: string) =>
    day.organisations.find((one) => one.organisation === organisation)?.name ?? organisation

  async function tell() {
    const data = {
      organisation: own.organisation,
      item: item.item,
      action,
      state: state.value,
      text: note.value.trim(),
    }
    if (!(await send('status_set', data))) return
    isOpen.value = false
    note.value = ''
  }
  const goal = goalOf(day, about)
  const name = `${fullCode(day, item)}, ${words.views.proposal.action(number)}`
  return (
    <article class="card" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{name}</h3>
      <p class="written">{fieldOf(about, 'what')}</p>
      <dl class="delivery-facts">
        {(['who', 'when', 'measure'] as const).map(
          (part) =>
            fieldOf(about, part) !== '' && (
              <div key={part}>
                <dt>{words.field[part]}</dt>
                <dd>{fieldOf(about, part)}</dd>
              </div>
            ),
        )}
        {goal !== '' && (
          <div>
            <dt>{text.goal}</dt>
            <dd>{goal}</dd>
          </div>
        )}
      </dl>
      {told.map((one) => (
        <p key={one.at_ms} class="small">
          <Tag tone={tones[one.state]}>{text.states[one.state]}</Tag> {nameOf(one.organisation)},{' '}
          {longDate(one.at_ms, language.value, day.timezone)}
          {one.text !== '' && `: ${one.text}`}
        </p>
      ))}
      {isOpen.value ? (
        <form
          class="stack"
          data-fill
          onSubmit={(event) => {
            event.preventDefault()
            void tell()
          }}
        >
          <div class="field">
            <label for={`${id}-state`}>{text.state}</label>
            <select
              id={`${id}-state`}
              class="input"
              value={state.value}
              onChange={(event) => {
                state.value = event.currentTarget.value as ActionState
              }}
            >
              {STATES.map((one) => (
                <option key={one} value={one}>
                  {text.states[one]}
                </option>
              ))}
            </select>
          </div>
          <div class="field">
            <label for={`${id}-note`}>{text.note}</label>
            <textarea
              id={`${id}-note`}
              class="input"
              rows={2}
              maxLength={500}
              value={note.value}
              aria-describedby={`${id}-public`}
              onInput={(event) => {
                note.value = event.currentTarget.value
              }}
            />
            <p id={`${id}-public`} class="small soft">
              {text.isPublic}
            </p>
          </div>
          <div class="row">
            <Button type="submit" busy={busy}>
              {text.tell}
            </Button>
            <Button
              kind="quiet"
              onClick={() => {
                isOpen.value = false
              }}
            >
              {words.common.cancel}
            </Button>
          </div>
        </form>
      ) : (
        <Button
          kind="quiet"
          label={`${text.tellState}: ${name}`}
          onClick={() => {
            isOpen.value = true
          }}
        >
          {text.tellState}
        </Button>
      )}
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
    </article>
  )
}
