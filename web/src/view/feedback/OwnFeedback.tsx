import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Day } from '../../model/messages'
import { takesPart } from '../../model/voting'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { useCommand } from '../ui/useCommand'
import './feedback.css'

const GRADES = [1, 2, 3, 4, 5] as const
const TEXT_MAX = 1000

/** When the meeting is over: three questions, each on one line. */
export function OwnFeedback({ day }: { readonly day: Day }) {
  const { feedback } = useWords().views
  const { seat } = useConnection()
  const isChanging = useSignal(false)
  if (day.phase !== 'closed' || !takesPart(day, seat)) return null
  const hasAnswered = day.feedback.includes(seat)
  return (
    <section class="card">
      <h2>{feedback.title}</h2>
      {hasAnswered && !isChanging.value ? (
        <>
          <Live>{feedback.thanks}</Live>
          <div class="row">
            <Button
              kind="quiet"
              onClick={() => {
                isChanging.value = true
              }}
            >
              {feedback.again}
            </Button>
          </div>
        </>
      ) : (
        <Questions
          seat={seat}
          onSent={() => {
            isChanging.value = false
          }}
        />
      )}
    </section>
  )
}

function Questions({ seat, onSent }: { readonly seat: string; onSent(): void }) {
  const { feedback } = useWords().views
  const { send, busy, trouble } = useCommand()
  const id = useId()
  const benefit = useSignal(0)
  const influence = useSignal(0)
  const text = useSignal('')
  const hasTried = useSignal(false)
  const isMissing = hasTried.value && (benefit.value === 0 || influence.value === 0)
  async function give() {
    hasTried.value = true
    if (benefit.value === 0 || influence.value === 0) return
    const answers = { seat, benefit: benefit.value, influence: influence.value, text: text.value.trim() }
    if (await send('feedback_give', answers)) onSent()
  }
  return (
    <form
      class="stack"
      data-fill
      onSubmit={(event) => {
        event.preventDefault()
        void give()
      }}
    >
      <p class="soft">{feedback.lead}</p>
      <Grade question={feedback.benefit} value={benefit.value} onChange={(grade) => (benefit.value = grade)} />
      <Grade question={feedback.influence} value={influence.value} onChange={(grade) => (influence.value = grade)} />
      <div class="field">
        <label for={id}>{feedback.text}</label>
        <textarea
          id={id}
          class="input"
          rows={3}
          maxLength={TEXT_MAX}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value
          }}
        />
      </div>
      <Live urgent>{(isMissing || trouble !== null) && <p class="error">{trouble ?? feedback.missing}</p>}</Live>
      <div class="row">
        <Button type="submit" busy={busy}>
          {feedback.send}
        </Button>
      </div>
    </form>
  )
}

interface GradeProps {
  readonly question: string
  readonly value: number
  onChange(grade: number): void
}

function Grade({ question, value, onChange }: GradeProps) {
  const { feedback } = useWords().views
  const id = useId()
  return (
    <fieldset class="feedback-grade">
      <legend>
        {question} <span class="soft small">({feedback.scale})</span>
      </legend>
      <div class="feedback-scale">
        {GRADES.map((grade) => (
          <label key={grade}>
            <input type="radio" name={id} checked={value === grade} onChange={() => onChange(grade)} />
            {grade}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
