import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Day } from '../../model/messages'
import { type DecidedAction, decidedActions, fieldOf, goalOf } from '../../model/ownActions'
import { useWords } from '../../text'
import { fullCode } from '../order'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { SaveOrCancel } from '../ui/SaveOrCancel'
import { useCommand } from '../ui/useCommand'

/** The goals of the plan that the round serves, and which of them each decided action is for. */
export function Goals({ day }: { readonly day: Day }) {
  const { goals: text } = useWords().views.delivery
  const isAsking = useSignal(false)
  const { why } = useCommand()
  const actions = decidedActions(day)
  return (
    <section class="card" aria-labelledby="goals">
      <h2 id="goals">{text.title}</h2>
      {day.goals.length === 0 ? (
        <p>{text.lead}</p>
      ) : (
        <ol class="goal-list">
          {day.goals.map((goal) => (
            <li key={goal.text}>{goal.text}</li>
          ))}
        </ol>
      )}
      <div class="row">
        <Button
          kind="secondary"
          why={why('goals_set')}
          onClick={() => {
            isAsking.value = true
          }}
        >
          {text.set}
        </Button>
      </div>
      {day.goals.length > 0 &&
        actions.map((one) => <ActionGoal key={`${one.item.item}/${one.action}`} day={day} about={one} />)}
      {isAsking.value && (
        <GoalsDialog
          day={day}
          onClose={() => {
            isAsking.value = false
          }}
        />
      )}
    </section>
  )
}

function ActionGoal({ day, about }: { readonly day: Day; readonly about: DecidedAction }) {
  const words = useWords()
  const { goals: text } = words.views.delivery
  const { send, trouble } = useCommand()
  const id = useId()
  const { item, action, number } = about
  const now = goalOf(day, about)
  const isListed = day.goals.some((goal) => goal.text === now)
  return (
    <div class="field">
      <label for={id}>
        {fullCode(day, item)}, {words.views.proposal.action(number)}
      </label>
      <p class="small soft">{fieldOf(about, 'what')}</p>
      <select
        id={id}
        class="input"
        value={now}
        onChange={(event) => {
          void send('action_goal_set', { item: item.item, action, goal: event.currentTarget.value })
        }}
      >
        <option value="">{text.none}</option>
        {now !== '' && !isListed && (
          <option value={now} disabled>
            {now}
          </option>
        )}
        {day.goals.map((goal) => (
          <option key={goal.text} value={goal.text}>
            {goal.text}
          </option>
        ))}
      </select>
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
    </div>
  )
}

/* Of the server (GOALS_MAX, schema Goal). */
const GOALS_MAX = 20
const GOAL_LENGTH = 300

function GoalsDialog({ day, onClose }: { readonly day: Day; onClose(): void }) {
  const words = useWords()
  const { goals: text } = words.views.delivery
  const { send, busy, trouble } = useCommand()
  const id = useId()
  const isTooMuch = useSignal(false)
  const lines = useSignal(day.goals.map((goal) => goal.text).join('\n'))
  async function save() {
    const wanted = new Set(lines.value.split('\n').map((line) => line.trim()))
    const goals = [...wanted].filter((line) => line !== '').map((line) => ({ text: line }))
    isTooMuch.value = goals.length > GOALS_MAX || goals.some((goal) => goal.text.length > GOAL_LENGTH)
    if (!isTooMuch.value && (await send('goals_set', { goals }))) onClose()
  }
  return (
    <Dialog
      title={text.title}
      onClose={onClose}
      onSubmit={() => void save()}
      actions={<SaveOrCancel save={words.views.delivery.save} busy={busy} onClose={onClose} />}
    >
      <div class="field">
        <label for={id}>{text.lines}</label>
        <textarea
          id={id}
          class="input"
          rows={8}
          aria-describedby={`${id}-most`}
          value={lines.value}
          onInput={(event) => {
            lines.value = event.currentTarget.value
          }}
        />
        <p
          id={`${id}-most`}
          class={isTooMuch.value ? 'error' : 'small soft'}
          role={isTooMuch.value ? 'alert' : undefined}
        >
          {text.most(GOALS_MAX, GOAL_LENGTH)}
        </p>
      </div>
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
    </Dialog>
  )
}
