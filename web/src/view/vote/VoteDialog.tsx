import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Amendment, CommandData, Day, VoteMethod } from '../../model/messages'
import { useConnection } from '../../net/connection'
import { refusalSentence, useWords } from '../../text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { personName } from '../ui/personName'

interface Props {
  readonly day: Day
  readonly item: string
  /** What is voted on; null: a question of its own. */
  readonly amendment: Amendment | null
  onClose(): void
  onOpen(vote: CommandData['vote_open']): void
}

const TEXT_MAX = 500
const METHODS: readonly VoteMethod[] = ['ballot', 'hands']

/** What is asked, what yes and no mean, and how the meeting votes. */
export function VoteDialog({ day, item, amendment, onClose, onOpen }: Props) {
  const words = useWords()
  const { vote: text } = words.views
  const { people } = useConnection()
  const id = useId()
  const nameOf = (seat: string) => (seat === '' ? '' : personName(words, day, people.value, seat))
  const proposed =
    amendment === null
      ? ''
      : text.amended(nameOf(amendment.seat), nameOf(amendment.seconder), amendment.text).slice(0, TEXT_MAX)
  const fields = {
    question: useSignal(amendment === null ? '' : text.whether),
    yes_text: useSignal(amendment === null ? '' : text.base),
    no_text: useSignal(proposed),
  }
  const method = useSignal<VoteMethod>('ballot')
  const isSecret = useSignal(false)
  const isMissing = useSignal(false)

  function open() {
    const [question, yes_text, no_text] = [fields.question, fields.yes_text, fields.no_text].map((one) =>
      one.value.trim(),
    ) as [string, string, string]
    isMissing.value = [question, yes_text, no_text].includes('')
    if (isMissing.value) return
    const secret = isSecret.value && method.value === 'ballot'
    onOpen({
      item,
      amendment: amendment?.amendment ?? '',
      question,
      yes_text,
      no_text,
      method: method.value,
      secret,
    })
  }
  return (
    <Dialog
      title={text.dialog}
      onClose={onClose}
      onSubmit={open}
      actions={
        <>
          <Button type="submit">{text.open}</Button>
          <Button kind="quiet" onClick={onClose}>
            {words.common.cancel}
          </Button>
        </>
      }
    >
      <p class="soft">
        {text.unit[day.vote_unit]} {text.tie[day.vote_tie]}
      </p>
      {(['question', 'yes_text', 'no_text'] as const).map((field) => (
        <div class="field" key={field}>
          <label for={`${id}-${field}`}>{text.field[field]}</label>
          <textarea
            id={`${id}-${field}`}
            class="input"
            rows={2}
            maxLength={TEXT_MAX}
            value={fields[field].value}
            aria-invalid={isMissing.value && fields[field].value.trim() === ''}
            onInput={(event) => {
              fields[field].value = event.currentTarget.value
            }}
          />
        </div>
      ))}
      <fieldset class="vote-how">
        <legend>{text.how}</legend>
        {METHODS.map((one) => (
          <label key={one} class="vote-tick">
            <input
              type="radio"
              name={`${id}-method`}
              checked={method.value === one}
              onChange={() => {
                method.value = one
              }}
            />
            {text.method[one]}
          </label>
        ))}
        {method.value === 'ballot' && (
          <label class="vote-tick">
            <input
              type="checkbox"
              checked={isSecret.value}
              onChange={(event) => {
                isSecret.value = event.currentTarget.checked
              }}
            />
            {text.secretly}
          </label>
        )}
      </fieldset>
      <p class="error" role="status">
        {isMissing.value ? refusalSentence(words, 'text_empty') : ''}
      </p>
    </Dialog>
  )
}
