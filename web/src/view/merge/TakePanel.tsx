import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Day } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { decisionItem, proposalsOf } from '../order'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { useCommand } from '../ui/useCommand'
import { followed, movedBy, noList, takes, troubleOf, withCode } from './takeList'

/** "Vie asialistalle": the order and the codes, then one move. Hidden when every group is on the agenda. */
export function TakePanel({ day }: { readonly day: Day }) {
  const { merge } = useWords().views
  const { seat } = useConnection()
  const { send, why, busy, trouble } = useCommand()
  const list = useSignal(noList)
  useEffect(() => {
    list.value = followed(list.value, day.groups, proposalsOf(day))
  }, [day, list])
  const parent = decisionItem(day)
  if (mayCommand(day, seat, 'proposals_take') === 'not_allowed') return null
  if (day.groups.every((group) => group.state === 'on_agenda')) return null

  const wrong = parent === undefined ? 'noParent' : troubleOf(list.value)
  return (
    <section class="card take" aria-labelledby="take">
      <h2 id="take">{merge.takeTitle}</h2>
      {parent !== undefined && list.value.groups.length > 0 && <p>{merge.takeLead(parent.code)}</p>}
      <ol class="stack" data-fill>
        {list.value.groups.map((id, at) => {
          const group = day.groups.find((g) => g.group === id)
          const letter = group?.letter ?? ''
          return (
            <li class="take-row" key={id}>
              <label class="take-code">
                <span aria-hidden="true">{parent?.code}</span>
                <input
                  class="input"
                  aria-label={merge.code(letter)}
                  value={list.value.codes[at]}
                  maxLength={8}
                  autocomplete="off"
                  autocapitalize="none"
                  onInput={(event) => {
                    list.value = withCode(list.value, at, event.currentTarget.value)
                  }}
                />
              </label>
              <p>
                <strong>{merge.group(letter)}</strong> {group?.theme}
              </p>
              <span class="row">
                <Mover
                  label={merge.up(letter)}
                  arrow="↑"
                  isEdge={at === 0}
                  onMove={() => (list.value = movedBy(list.value, at, -1))}
                />
                <Mover
                  label={merge.down(letter)}
                  arrow="↓"
                  isEdge={at === list.value.groups.length - 1}
                  onMove={() => (list.value = movedBy(list.value, at, 1))}
                />
              </span>
            </li>
          )
        })}
      </ol>
      <Button
        size="large"
        busy={busy}
        why={why('proposals_take') ?? (wrong === null ? null : merge[wrong])}
        onClick={() =>
          parent !== undefined && void send('proposals_take', { parent: parent.item, take: takes(list.value) })
        }
      >
        {merge.take}
      </Button>
      <Live>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
    </section>
  )
}

interface MoverProps {
  readonly label: string
  readonly arrow: string
  readonly isEdge: boolean
  onMove(): void
}

/* At an edge the button stays where it was, so that the focus does not fall off. */
function Mover({ label, arrow, isEdge, onMove }: MoverProps) {
  return (
    <button
      type="button"
      class="button"
      data-kind="secondary"
      aria-label={label}
      aria-disabled={isEdge}
      onClick={() => !isEdge && onMove()}
    >
      <span aria-hidden="true">{arrow}</span>
    </button>
  )
}
