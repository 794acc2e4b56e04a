import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { TextField } from '../../editor/TextField'
import type { Day, WorkingGroup } from '../../model/messages'
import type { DocumentSession } from '../../net/connection'
import { useWords } from '../../text'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { useCommand } from '../ui/useCommand'
import { later } from '../ui/later'

const RemoveDialog = later(() => import('./RemoveDialog').then((m) => m.RemoveDialog))

interface Props {
  readonly day: Day
  readonly group: WorkingGroup
  readonly session: DocumentSession
  readonly isWriter: boolean
}

/** One to three actions: what, who, when, measure. Which there are and in which order is a command, not text. */
export function Actions({ day, group, session, isWriter }: Props) {
  const { room } = useWords()
  const { send, why, busy, trouble } = useCommand()
  const removing = useSignal<string | null>(null)
  const said = useSignal('')
  const list = useRef<HTMLDivElement>(null)
  const focusNext = useRef<((list: HTMLElement) => void) | null>(null)
  const { doc, actions } = group
  useLayoutEffect(() => {
    if (list.current !== null) focusNext.current?.(list.current)
    focusNext.current = null
  }, [actions])

  async function move(action: string, to: number, by: 'up' | 'down') {
    focusNext.current = (all) => focusOn(all, action, [by, by === 'up' ? 'down' : 'up'])
    if (await send('action_move', { doc, action, to })) said.value = room.moved(to + 1)
    else focusNext.current = null
  }
  async function add(action?: string) {
    focusNext.current = (all) => all.querySelector<HTMLElement>('.action:last-of-type textarea')?.focus()
    if (!(await send('action_add', action === undefined ? { doc } : { doc, action }))) focusNext.current = null
  }
  async function remove(action: string) {
    removing.value = null
    await send('action_remove', { doc, action })
  }

  const isFull = actions.length >= day.actions_max
  return (
    <section class="actions" aria-labelledby="actions-title">
      <div class="card-head">
        <h2 id="actions-title">{room.actions}</h2>
        <span class="soft figures">{room.actionsCount(actions.length, day.actions_max)}</span>
      </div>
      {actions.length === 0 && <p class="soft">{room.noActions(day.actions_min)}</p>}
      <div class="stack" data-fill ref={list}>
        {actions.map((action, at) => (
          <ActionCard key={action} day={day} session={session} action={action} at={at} isWriter={isWriter}>
            {isWriter && (
              <ActionButtons
                at={at}
                count={actions.length}
                isBusy={busy}
                onMove={(to, by) => void move(action, to, by)}
                onRemove={() => {
                  removing.value = action
                }}
              />
            )}
          </ActionCard>
        ))}
      </div>
      {isWriter && (
        <Button
          kind="secondary"
          busy={busy}
          why={isFull ? room.addFull(day.actions_max) : why('action_add', { doc })}
          onClick={() => void add()}
        >
          {room.add}
        </Button>
      )}
      {isWriter && group.removed.length > 0 && (
        <Removed
          session={session}
          removed={group.removed}
          why={isFull ? room.addFull(day.actions_max) : null}
          onRestore={(action) => void add(action)}
        />
      )}
      <Live>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
      <p class="visually-hidden" role="status">
        {said.value}
      </p>
      {removing.value !== null && (
        <RemoveDialog
          number={actions.indexOf(removing.value) + 1}
          onClose={() => {
            removing.value = null
          }}
          onRemove={() => void remove(removing.value ?? '')}
        />
      )}
    </section>
  )
}

function focusOn(list: HTMLElement, action: string, buttons: readonly string[]): void {
  const card = list.querySelector(`[data-action="${CSS.escape(action)}"]`)
  for (const button of buttons) {
    const found = card?.querySelector<HTMLElement>(`[data-move="${button}"] .button`)
    if (found) return found.focus()
  }
}

const ROWS: Record<string, number> = { what: 2 }

interface CardProps extends Pick<Props, 'day' | 'session' | 'isWriter'> {
  readonly action: string
  readonly at: number
  readonly children: preact.ComponentChildren
}

function ActionCard({ day, session, action, at, isWriter, children }: CardProps) {
  const words = useWords()
  const names: Record<string, string> = words.field
  const hints: Record<string, string> = words.fieldHint
  return (
    <section class="card action" data-action={action} aria-labelledby={`action-${action}`}>
      <div class="card-head">
        <h3 id={`action-${action}`}>{words.room.action(at + 1)}</h3>
        {children}
      </div>
      <div class="action-fields">
        {day.action_rules.map((rule) => (
          <TextField
            key={rule.name}
            session={session}
            field={`${action}/${rule.name}`}
            label={names[rule.name] ?? rule.name}
            hint={isWriter ? hints[rule.name] : undefined}
            max={rule.max}
            rows={ROWS[rule.name] ?? 1}
            readOnly={!isWriter}
          />
        ))}
      </div>
    </section>
  )
}

interface ButtonsProps {
  readonly at: number
  readonly count: number
  readonly isBusy: boolean
  onMove(to: number, by: 'up' | 'down'): void
  onRemove(): void
}

function ActionButtons({ at, count, isBusy, onMove, onRemove }: ButtonsProps) {
  const { room } = useWords()
  const name = room.action(at + 1)
  return (
    <div class="row action-buttons no-print">
      {at > 0 && (
        <span data-move="up">
          <Button kind="quiet" busy={isBusy} label={`${room.up}: ${name}`} onClick={() => onMove(at - 1, 'up')}>
            {room.up}
          </Button>
        </span>
      )}
      {at < count - 1 && (
        <span data-move="down">
          <Button kind="quiet" busy={isBusy} label={`${room.down}: ${name}`} onClick={() => onMove(at + 1, 'down')}>
            {room.down}
          </Button>
        </span>
      )}
      <Button kind="quiet" busy={isBusy} label={`${room.remove}: ${name}`} onClick={onRemove}>
        {room.remove}
      </Button>
    </div>
  )
}

interface RemovedProps {
  readonly session: DocumentSession
  readonly removed: readonly string[]
  readonly why: string | null
  onRestore(action: string): void
}

/* What was removed is not gone: it comes back with its words. */
function Removed({ session, removed, why, onRestore }: RemovedProps) {
  const { room } = useWords()
  return (
    <details class="removed">
      <summary>
        {room.removed} ({removed.length})
      </summary>
      <ul class="stack" data-fill>
        {removed.map((action) => {
          const text = session.text(`${action}/what`).value.trim() || room.emptyAction
          return (
            <li class="row" data-ends key={action}>
              <span class="removed-text">{text}</span>
              <Button
                kind="quiet"
                why={why}
                label={`${room.restore}: ${text.slice(0, 60)}`}
                onClick={() => onRestore(action)}
              >
                {room.restore}
              </Button>
            </li>
          )
        })}
      </ul>
    </details>
  )
}
