import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Day, Waiting, WorkingGroup } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { useCommand } from '../ui/useCommand'
import './lobby.css'

/** Who waits to be let in, for those who may: one tap opens. Only the first is shown, so that the page stays where it is
 * while a hall arrives. */
export function LobbyList({ day }: { readonly day: Day }) {
  const { lobby } = useWords().views
  const { send, busy, trouble } = useCommand()
  const isWide = useSignal(false)
  const id = useId()
  const shown = isWide.value ? day.lobby : day.lobby.slice(0, 1)
  return (
    <section class="lobby" aria-labelledby={id}>
      <div class="lobby-head">
        <h2 id={id}>
          <Live>{lobby.waits(day.lobby.length)}</Live>
        </h2>
        {day.lobby.length > 1 && (
          <Button
            kind="quiet"
            onClick={() => {
              isWide.value = !isWide.value
            }}
          >
            {isWide.value ? lobby.fewer : lobby.all}
          </Button>
        )}
      </div>
      <ul class="lobby-people">
        {shown.map((waiting) => (
          <li key={waiting.seat}>
            <Who day={day} waiting={waiting} busy={busy} send={send} />
          </li>
        ))}
      </ul>
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
    </section>
  )
}

interface WhoProps {
  readonly day: Day
  readonly waiting: Waiting
  readonly busy: boolean
  readonly send: ReturnType<typeof useCommand>['send']
}

function Who({ day, waiting: { seat, organisation }, busy, send }: WhoProps) {
  const { lobby } = useWords().views
  const connection = useConnection()
  const name = connection.people.value.get(seat) ?? ''
  const from = day.organisations.find((one) => one.organisation === organisation)?.name
  return (
    <>
      <p class="lobby-who">
        <strong>{name}</strong> {from}
      </p>
      <div class="row">
        {groupsFor(day, connection.seat).map(({ group, letter }) => (
          <Button
            key={group}
            busy={busy}
            label={`${lobby.admit(letter)}: ${name}`}
            onClick={() => void send('lobby_admit', { seat, group })}
          >
            {lobby.admit(letter)}
          </Button>
        ))}
        <Button
          kind="quiet"
          busy={busy}
          label={`${lobby.refuse}: ${name}`}
          onClick={() => void send('lobby_refuse', { seat })}
        >
          {lobby.refuse}
        </Button>
      </div>
    </>
  )
}

/* A facilitator lets people into the own group, the officials into any. */
function groupsFor(day: Day, seat: string): readonly WorkingGroup[] {
  return day.groups.filter(({ group }) => mayCommand(day, seat, 'lobby_admit', { group }) === true)
}
