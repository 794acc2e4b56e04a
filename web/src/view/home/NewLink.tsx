import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Day } from '../../model/messages'
import { useConnection } from '../../net/connection'
import { renewLink } from '../../net/links'
import { refusalSentence, useWords } from '../../text'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Confirm } from '../ui/Confirm'
import { SeatSelect } from '../ui/SeatSelect'
import { copyText } from '../ui/copy'
import { useSaid } from '../ui/useSaid'

interface Made {
  readonly name: string
  readonly url: string
}

/** A lost phone, at the registration desk: a new link for its person, and nobody comes in by the old one. */
export function NewLink({ day }: { readonly day: Day }) {
  const words = useWords()
  const text = words.views.newLink
  const connection = useConnection()
  const whose = useSignal('')
  const isAsking = useSignal(false)
  const made = useSignal<Made | null>(null)
  const trouble = useSaid()
  const isBusy = useSignal(false)
  const id = useId()
  const nameOf = (seat: string) => connection.people.value.get(seat) ?? ''
  async function renew() {
    isAsking.value = false
    isBusy.value = true
    made.value = null
    const answer = await renewLink(connection.seat, whose.value)
    isBusy.value = false
    if (answer === null) trouble.say((now) => now.common.unknownOutcome)
    else if ('code' in answer) trouble.say((now) => refusalSentence(now, answer.code))
    else made.value = { name: nameOf(whose.value), url: answer.url }
  }

  return (
    <section class="card stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{text.title}</h2>
      <p class="soft">{text.lead}</p>
      <div class="field">
        <label for={id}>{text.whose}</label>
        <SeatSelect
          id={id}
          day={day}
          value={whose.value}
          none={text.choose}
          isOffered={(seat) => seat !== connection.seat}
          onChange={(seat) => {
            whose.value = seat
            trouble.forget()
          }}
        />
      </div>
      <div class="row">
        <Button
          kind="secondary"
          busy={isBusy.value}
          why={whose.value === '' ? text.chooseFirst : null}
          onClick={() => {
            isAsking.value = true
          }}
        >
          {text.give}
        </Button>
      </div>
      <Live>
        {trouble.text !== '' && <p class="error">{trouble.text}</p>}
        {made.value !== null && <Shown key={made.value.url} made={made.value} />}
      </Live>
      {isAsking.value && (
        <Confirm
          title={text.sure(nameOf(whose.value))}
          text={text.sureText}
          yes={text.give}
          onClose={() => {
            isAsking.value = false
          }}
          onYes={() => void renew()}
        />
      )}
    </section>
  )
}

function Shown({ made }: { readonly made: Made }) {
  const { views } = useWords()
  const copied = useSignal(false)
  return (
    <div class="stack" data-fill>
      <p>{views.newLink.made(made.name)}</p>
      <p class="home-link">{made.url}</p>
      <div class="row">
        <Button
          kind="secondary"
          onClick={() => {
            void copyText(made.url).then((done) => {
              copied.value = done
            })
          }}
        >
          {views.newLink.copy}
        </Button>
        <span role="status">{copied.value ? views.newLink.copied : ''}</span>
      </div>
    </div>
  )
}
