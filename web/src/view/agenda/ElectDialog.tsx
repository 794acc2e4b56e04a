import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Day, Officer, Post } from '../../model/messages'
import { isOnlooker } from '../../model/voting'
import { refusalSentence, useWords } from '../../text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { SeatSelect } from '../ui/SeatSelect'
import { useSaid } from '../ui/useSaid'

/* The posts as they are filled: one chair, one vice-chair, one secretary, two examiners, two counters. */
const PLACES: readonly Post[] = ['chair', 'vice_chair', 'secretary', 'examiner', 'examiner', 'counter', 'counter']

interface Props {
  readonly day: Day
  onClose(): void
  onElect(officers: Officer[]): void
}

/** The elections of the meeting on one page, confirmed at once; those in office stand there already. */
export function ElectDialog({ day, onClose, onElect }: Props) {
  const words = useWords()
  const { officers } = words.views
  const id = useId()
  const chosen = useSignal<readonly string[]>(inOffice(day))
  const trouble = useSaid()
  function elect() {
    const elected = PLACES.flatMap((post, i) => (chosen.value[i] ? [{ post, seat: chosen.value[i] }] : []))
    if (elected.length === 0) trouble.say((now) => refusalSentence(now, 'nobody_elected'))
    else onElect(elected)
  }
  return (
    <Dialog
      title={officers.dialog}
      onClose={onClose}
      onSubmit={elect}
      actions={
        <>
          <Button type="submit">{officers.yes}</Button>
          <Button kind="quiet" onClick={onClose}>
            {words.common.cancel}
          </Button>
        </>
      }
    >
      <p>{officers.dialogText}</p>
      {PLACES.map((post, i) => (
        <div class="field" key={`${post}-${i}`}>
          <label for={`${id}-${i}`}>{nameOfPlace(officers.post[post], i)}</label>
          <SeatSelect
            id={`${id}-${i}`}
            day={day}
            value={chosen.value[i] ?? ''}
            none={officers.nobody}
            isOffered={(seat) => !isOnlooker(day, seat)}
            onChange={(seat) => {
              chosen.value = chosen.value.map((one, at) => (at === i ? seat : one))
            }}
          />
        </div>
      ))}
      <p class="error" role="status">
        {trouble.text}
      </p>
    </Dialog>
  )
}

/* "Ääntenlaskija 2": the second of two. */
function nameOfPlace(post: string, i: number): string {
  const isOneOfTwo = PLACES.filter((one) => one === PLACES[i]).length > 1
  return isOneOfTwo ? `${post} ${i - PLACES.indexOf(PLACES[i] as Post) + 1}` : post
}

function inOffice(day: Day): string[] {
  const left = [...day.officers]
  return PLACES.map((post) => {
    const at = left.findIndex((one) => one.post === post)
    return at < 0 ? '' : (left.splice(at, 1)[0]?.seat ?? '')
  })
}
