import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Day, Seat } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { absenceOf, lastStay, rollCall } from '../../model/rollCall'
import { useConnection } from '../../net/connection'
import { language, useWords } from '../../text'
import { clockTime } from '../../text/format'
import { Shell } from '../shell/Shell'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { personName } from '../ui/personName'
import { useCommand } from '../ui/useCommand'
import { useNow } from '../ui/useNow'
import { AddDialog, NameDialog } from './PersonDialog'
import './presence.css'

/** The door list and the roll call: who is here, how many from where, and a search that the keyboard alone can use. */
export function RollCall() {
  const { presence } = useWords().views
  const day = useConnection().day.value
  return (
    <Shell title={presence.title}>
      <div class="page" data-width="narrow">
        {day === null ? <Loading /> : <List day={day} />}
      </div>
    </Shell>
  )
}

interface Row {
  readonly seat: string
  readonly name: string
  readonly from: string
}

function List({ day }: { readonly day: Day }) {
  const words = useWords()
  const { presence, away } = words.views
  const { people, seat: own } = useConnection()
  const { send, busy, trouble } = useCommand()
  const asked = useSignal<Row | 'new' | null>(null)
  const sought = useSignal('')
  const isMissingOnly = useSignal(false)
  const told = useSignal('')
  const id = useId()
  const { people: count, organisations, byType } = rollCall(day, useNow())

  const isHere = (seat: string) => lastStay(day, seat)?.to_ms === 0
  const rowOf = ({ seat, organisation }: Seat): Row => ({
    seat,
    name: personName(words, day, people.value, seat),
    from: day.organisations.find((one) => one.organisation === organisation)?.name ?? '',
  })
  const rows = day.seats
    .filter(({ roles }) => !roles.includes('wall') && !roles.includes('registry'))
    .map(rowOf)
    .filter(({ name, from }) => matches(`${name} ${from}`, sought.value))
    .filter(({ seat }) => !isMissingOnly.value || !isHere(seat))
    .sort((a, b) => a.from.localeCompare(b.from, day.language) || a.name.localeCompare(b.name, day.language))

  async function set({ seat, name }: Row, here: boolean) {
    told.value = ''
    if ((await send('presence_set', { seat, here })) && here) told.value = presence.marked(name)
  }
  function close() {
    asked.value = null
  }
  function onEnter() {
    const [only] = rows
    if (rows.length !== 1 || only === undefined || isHere(only.seat)) return
    sought.value = ''
    void set(only, true)
  }
  return (
    <>
      <div class="page-head">
        <h1>{presence.title}</h1>
        <p class="lead figures">
          {presence.count(count, organisations)}, {presence.muni(byType.get('municipality') ?? 0)}
        </p>
      </div>
      <form
        class="stack presence-search"
        data-fill
        onSubmit={(event) => {
          event.preventDefault()
          onEnter()
        }}
      >
        <div class="field">
          <label for={id}>{presence.search}</label>
          <input
            id={id}
            class="input"
            type="search"
            autocomplete="off"
            aria-describedby={`${id}-hint`}
            value={sought.value}
            onInput={(event) => {
              sought.value = event.currentTarget.value
            }}
          />
          <p class="hint" id={`${id}-hint`}>
            {presence.hint}
          </p>
        </div>
        <div class="row presence-tools">
          <label class="presence-missing">
            <input
              type="checkbox"
              checked={isMissingOnly.value}
              onChange={(event) => {
                isMissingOnly.value = event.currentTarget.checked
              }}
            />
            {presence.missing}
          </label>
          {mayCommand(day, own, 'seat_make') === true && (
            <Button
              kind={rows.length === 0 ? 'secondary' : 'quiet'}
              onClick={() => {
                asked.value = 'new'
              }}
            >
              {presence.add}
            </Button>
          )}
        </div>
        <Live>{told.value}</Live>
        <Live urgent>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
      </form>
      {rows.length === 0 && <p class="soft">{presence.none}</p>}
      <ul class="presence-list">
        {rows.map((row) => (
          <li key={row.seat} data-here={isHere(row.seat) || undefined}>
            <p>
              <strong>{row.name}</strong> <span class="soft">{row.from}</span>
              <br />
              <span class="small figures">{stateOf(row.seat)}</span>
              {day.substitutes.includes(row.seat) && <span class="small">, {presence.isSubstitute}</span>}
            </p>
            {mayCommand(day, own, 'seat_name', { seat: row.seat }) === true && (
              <Button
                kind="quiet"
                label={`${presence.rename}: ${row.name}`}
                onClick={() => {
                  asked.value = row
                }}
              >
                {presence.rename}
              </Button>
            )}
            {isHere(row.seat) && day.in_hand !== '' && (
              <Away row={row} isAway={absenceOf(day, row.seat) !== undefined} />
            )}
            <Button
              kind={isHere(row.seat) ? 'quiet' : 'secondary'}
              busy={busy}
              label={`${isHere(row.seat) ? presence.unmark : presence.mark}: ${row.name}`}
              onClick={() => void set(row, !isHere(row.seat))}
            >
              {isHere(row.seat) ? presence.unmark : presence.mark}
            </Button>
          </li>
        ))}
      </ul>
      {asked.value === 'new' && (
        <AddDialog
          day={day}
          sought={sought.value}
          onClose={close}
          onAdded={(name) => {
            sought.value = ''
            told.value = presence.marked(name)
            close()
          }}
        />
      )}
      {asked.value !== null && asked.value !== 'new' && (
        <NameDialog day={day} seat={asked.value.seat} name={asked.value.name} onClose={close} />
      )}
    </>
  )

  function stateOf(seat: string): string {
    const stay = lastStay(day, seat)
    const time = (ms: number) => clockTime(ms, language.value, day.timezone)
    if (stay === undefined) return presence.absent
    if (absenceOf(day, seat) !== undefined) return away.isAway
    return stay.to_ms === 0 ? presence.since(time(stay.from_ms)) : presence.left(time(stay.to_ms))
  }
}

/* Out of the room while the item in hand is dealt with. */
function Away({ row, isAway }: { readonly row: Row; readonly isAway: boolean }) {
  const { away } = useWords().views
  const { send, busy, trouble } = useCommand()
  const { seat, name } = row
  const text = isAway ? away.returned : away.mark
  return (
    <span>
      <Button
        kind="quiet"
        busy={busy}
        label={`${text}: ${name}`}
        onClick={() =>
          void (isAway ? send('absence_end', { seat }) : send('absence_begin', { seat, disqualified: false }))
        }
      >
        {text}
      </Button>
      <Live urgent>{trouble !== null && <span class="error">{trouble}</span>}</Live>
    </span>
  )
}

/* Each word of what is sought begins a word of the text. */
function matches(text: string, sought: string): boolean {
  const words = text.toLocaleLowerCase().split(/\s+/)
  return sought
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)))
}
