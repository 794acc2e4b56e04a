import type { AgendaItem, Day } from '../../model/messages'
import { useWords } from '../../text'
import { Banner, Live } from './Banner'
import { Button } from './Button'
import { useCommand } from './useCommand'

interface Props {
  readonly day: Day
  readonly item: AgendaItem
}

export function ActionTools({ day, item, action, at }: Props & { readonly action: string; readonly at: number }) {
  const words = useWords()
  const { merge, proposal } = words.views
  const { send, why, busy, trouble } = useCommand()
  const target = { doc: item.doc }
  const move = (to: number) => void send('action_move', { doc: item.doc, action, to })
  const name = proposal.action(at + 1)
  return (
    <div class="row no-print">
      {at > 0 && (
        <Button
          kind="quiet"
          busy={busy}
          why={why('action_move', target)}
          label={`${merge.moveUp}: ${name}`}
          onClick={() => move(at - 1)}
        >
          {merge.moveUp}
        </Button>
      )}
      {at < item.actions.length - 1 && (
        <Button
          kind="quiet"
          busy={busy}
          why={why('action_move', target)}
          label={`${merge.moveDown}: ${name}`}
          onClick={() => move(at + 1)}
        >
          {merge.moveDown}
        </Button>
      )}
      {item.actions.length > day.actions_min && (
        <Button
          kind="quiet"
          busy={busy}
          why={why('action_remove', target)}
          label={`${merge.removeAction}: ${name}`}
          onClick={() => void send('action_remove', { doc: item.doc, action })}
        >
          {merge.removeAction}
        </Button>
      )}
      <Live>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
    </div>
  )
}

/** Adding goes away when there are as many as there may be; what was removed can be brought back as it was. */
export function AddAction({ day, item }: Props) {
  const { merge } = useWords().views
  const { send, why, busy, trouble } = useCommand()
  if (item.actions.length >= day.actions_max) return <p class="soft">{merge.fullActions(day.actions_max)}</p>
  const removed = item.removed.at(-1)
  return (
    <div class="row no-print">
      <Button
        kind="secondary"
        busy={busy}
        why={why('action_add', { doc: item.doc })}
        onClick={() => void send('action_add', { doc: item.doc })}
      >
        {merge.addAction}
      </Button>
      {removed !== undefined && (
        <Button
          kind="quiet"
          busy={busy}
          why={why('action_add', { doc: item.doc })}
          onClick={() => void send('action_add', { doc: item.doc, action: removed })}
        >
          {merge.restoreAction}
        </Button>
      )}
      <Live>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
    </div>
  )
}
