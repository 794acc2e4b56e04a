import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { AgendaItem, CommandData, Day } from '../../model/messages'
import { fieldsOf } from '../../model/rights'
import { takesPart } from '../../model/voting'
import { fieldName, refusalSentence, useWords } from '../../text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { SeatSelect } from '../ui/SeatSelect'
import { useSaid } from '../ui/useSaid'

interface Props {
  readonly day: Day
  readonly item: AgendaItem
  /** Whose it is, where that is known: one's own. */
  readonly mover?: string
  onClose(): void
  onAmend(data: CommandData['amendment_make']): void
}

const TEXT_MAX = 2000

/** An amendment: to which part, how it should be; and, for who records it, whose it is and who seconds it. */
export function AmendDialog({ day, item, mover, onClose, onAmend }: Props) {
  const words = useWords()
  const { motion } = words.views
  const id = useId()
  const seat = useSignal(mover ?? '')
  const seconder = useSignal('')
  const field = useSignal('decision')
  const text = useSignal('')
  const trouble = useSaid()

  function amend() {
    const said = text.value.trim()
    if (seat.value === '') trouble.say((now) => now.views.motion.whoMissing)
    else if (said === '') trouble.say((now) => refusalSentence(now, 'text_empty'))
    else onAmend({ item: item.item, field: field.value, seat: seat.value, seconder: seconder.value, text: said })
  }
  return (
    <Dialog
      title={mover === undefined ? motion.record : motion.make}
      onClose={onClose}
      onSubmit={amend}
      actions={
        <>
          <Button type="submit">{mover === undefined ? motion.recordYes : motion.makeYes}</Button>
          <Button kind="quiet" onClick={onClose}>
            {words.common.cancel}
          </Button>
        </>
      }
    >
      {mover === undefined && (
        <div class="field">
          <label for={`${id}-mover`}>{motion.mover}</label>
          <SeatSelect
            id={`${id}-mover`}
            day={day}
            value={seat.value}
            none={motion.choose}
            isOffered={(one) => takesPart(day, one)}
            onChange={(one) => {
              seat.value = one
            }}
          />
        </div>
      )}
      <div class="field">
        <label for={`${id}-field`}>{motion.to}</label>
        <select
          id={`${id}-field`}
          class="input"
          value={field.value}
          onChange={(event) => {
            field.value = event.currentTarget.value
          }}
        >
          {fieldsOf(day, item.actions).map((one) => (
            <option key={one.field} value={one.field}>
              {fieldName(words, one.field, item.actions)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for={`${id}-text`}>{motion.what}</label>
        <p class="hint" id={`${id}-hint`}>
          {motion.whatHint}
        </p>
        <textarea
          id={`${id}-text`}
          class="input"
          rows={3}
          maxLength={TEXT_MAX}
          aria-describedby={`${id}-hint ${id}-error`}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value
          }}
        />
      </div>
      {mover === undefined && (
        <div class="field">
          <label for={`${id}-seconder`}>{motion.seconder}</label>
          <SeatSelect
            id={`${id}-seconder`}
            day={day}
            value={seconder.value}
            none={motion.notYet}
            isOffered={(one) => takesPart(day, one) && one !== seat.value}
            onChange={(one) => {
              seconder.value = one
            }}
          />
        </div>
      )}
      <p class="error" id={`${id}-error`} role="status">
        {trouble.text}
      </p>
    </Dialog>
  )
}

interface SecondProps {
  readonly day: Day
  readonly mover: string
  onClose(): void
  onSecond(seat: string): void
}

/** Who seconded aloud. */
export function SecondDialog({ day, mover, onClose, onSecond }: SecondProps) {
  const words = useWords()
  const { motion } = words.views
  const id = useId()
  const seat = useSignal('')
  const trouble = useSaid()
  return (
    <Dialog
      title={motion.seconded}
      onClose={onClose}
      onSubmit={() => {
        if (seat.value === '') trouble.say((now) => now.views.motion.whoMissing)
        else onSecond(seat.value)
      }}
      actions={
        <>
          <Button type="submit">{motion.recordYes}</Button>
          <Button kind="quiet" onClick={onClose}>
            {words.common.cancel}
          </Button>
        </>
      }
    >
      <div class="field">
        <label for={id}>{motion.seconder}</label>
        <SeatSelect
          id={id}
          day={day}
          value={seat.value}
          none={motion.choose}
          isOffered={(one) => takesPart(day, one) && one !== mover}
          onChange={(one) => {
            seat.value = one
          }}
        />
        <p class="error" role="status">
          {trouble.text}
        </p>
      </div>
    </Dialog>
  )
}
