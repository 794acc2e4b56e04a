import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { AgendaItem, Day, Material } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { nameOfItem } from '../order'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { SaveOrCancel } from '../ui/SaveOrCancel'
import { useCommand } from '../ui/useCommand'

const MATERIALS_MAX = 10

interface Props {
  readonly day: Day
  readonly item: AgendaItem
}

/** What there is to read about an item, elsewhere on the web. */
export function Materials({ item }: Props) {
  const { materials } = useWords().views.agenda
  if (item.materials.length === 0) return null
  return (
    <ul class="agenda-more agenda-materials" aria-label={materials.title}>
      {item.materials.map(({ title, address }) => (
        <li key={address}>
          <a href={address} target="_blank" rel="noopener noreferrer">
            {title}
          </a>
        </li>
      ))}
    </ul>
  )
}

/** For who leads the meeting. */
export function SetMaterials({ day, item }: Props) {
  const { materials } = useWords().views.agenda
  const { seat } = useConnection()
  const isAsking = useSignal(false)
  if (mayCommand(day, seat, 'materials_set') !== true) return null
  const close = () => {
    isAsking.value = false
  }
  return (
    <>
      <Button
        kind="quiet"
        label={`${materials.set}: ${nameOfItem(day, item)}`}
        onClick={() => {
          isAsking.value = true
        }}
      >
        {materials.set}
      </Button>
      {isAsking.value && <MaterialsDialog day={day} item={item} onClose={close} />}
    </>
  )
}

const blank: Material = { title: '', address: '' }

function MaterialsDialog({ day, item, onClose }: Props & { onClose(): void }) {
  const words = useWords()
  const { materials } = words.views.agenda
  const { send, busy, trouble } = useCommand()
  const id = useId()
  const rows = useSignal<readonly Material[]>([...item.materials, blank].slice(0, MATERIALS_MAX))
  const set = (at: number, change: Partial<Material>) => {
    rows.value = rows.value.map((row, i) => (i === at ? { ...row, ...change } : row))
  }
  async function save() {
    const filled = rows.value
      .map(({ title, address }) => ({ title: title.trim(), address: address.trim() }))
      .filter(({ title, address }) => title !== '' || address !== '')
    if (await send('materials_set', { item: item.item, materials: filled })) onClose()
  }
  return (
    <Dialog
      title={materials.dialog(nameOfItem(day, item))}
      onClose={onClose}
      onSubmit={() => void save()}
      actions={<SaveOrCancel save={materials.save} busy={busy} onClose={onClose} />}
    >
      <p>{materials.hint}</p>
      {rows.value.map((row, i) => (
        <div class="field agenda-material" key={i}>
          <label for={`${id}-t${i}`}>{materials.name(i + 1)}</label>
          <input
            id={`${id}-t${i}`}
            class="input"
            maxLength={200}
            value={row.title}
            onInput={(event) => set(i, { title: event.currentTarget.value })}
          />
          <label for={`${id}-a${i}`}>{materials.address(i + 1)}</label>
          <input
            id={`${id}-a${i}`}
            class="input"
            inputMode="url"
            placeholder="https://"
            maxLength={500}
            value={row.address}
            onInput={(event) => set(i, { address: event.currentTarget.value })}
          />
        </div>
      ))}
      {rows.value.length < MATERIALS_MAX && (
        <Button
          kind="quiet"
          onClick={() => {
            rows.value = [...rows.value, blank]
          }}
        >
          {materials.more}
        </Button>
      )}
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
    </Dialog>
  )
}
