import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Day } from '../../model/messages'
import { useWords } from '../../text'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { useCommand } from '../ui/useCommand'

const NAME_MAX = 100

interface AddProps {
  readonly day: Day
  /** What was sought and not found. */
  readonly sought: string
  onClose(): void
  onAdded(name: string): void
}

/** Who came without an invitation gets a seat and is present. */
export function AddDialog({ day, sought, onClose, onAdded }: AddProps) {
  const { presence } = useWords().views
  const { send, busy, trouble } = useCommand()
  const id = useId()
  const name = useSignal(sought)
  const organisation = useSignal('')
  const group = useSignal('')
  async function add() {
    const wish = { name: name.value.trim(), organisation: organisation.value, group: group.value }
    if (await send('seat_make', wish)) onAdded(wish.name)
  }
  return (
    <Question
      title={presence.addTitle}
      text={presence.addText}
      yes={presence.addYes}
      busy={busy}
      trouble={trouble}
      onClose={onClose}
      onSubmit={() => void add()}
    >
      <NameField value={name.value} onChange={(typed) => (name.value = typed)} />
      <div class="field">
        <label for={`${id}-from`}>{presence.from}</label>
        <select
          id={`${id}-from`}
          class="input"
          required
          value={organisation.value}
          onChange={(event) => (organisation.value = event.currentTarget.value)}
        >
          <option value="">{presence.choose}</option>
          {[...day.organisations]
            .sort((a, b) => a.name.localeCompare(b.name, day.language))
            .map((one) => (
              <option key={one.organisation} value={one.organisation}>
                {one.name}
              </option>
            ))}
        </select>
      </div>
      <div class="field">
        <label for={`${id}-group`}>{presence.group}</label>
        <select
          id={`${id}-group`}
          class="input"
          value={group.value}
          onChange={(event) => (group.value = event.currentTarget.value)}
        >
          <option value="">{presence.noGroup}</option>
          {day.groups.map((one) => (
            <option key={one.group} value={one.group}>
              {one.letter} {one.theme}
            </option>
          ))}
        </select>
      </div>
    </Question>
  )
}

interface NameProps {
  readonly day: Day
  readonly seat: string
  readonly name: string
  onClose(): void
}

/** A seat gets the name of who sits on it: a substitute, or a name that was misheard. */
export function NameDialog({ day, seat, name, onClose }: NameProps) {
  const { presence } = useWords().views
  const { send, busy, trouble } = useCommand()
  const typed = useSignal(name)
  const isSubstitute = useSignal(day.substitutes.includes(seat))
  async function rename() {
    if (await send('seat_name', { seat, name: typed.value.trim(), substitute: isSubstitute.value })) onClose()
  }
  return (
    <Question
      title={presence.renameTitle(name)}
      text={presence.renameText}
      yes={presence.renameYes}
      busy={busy}
      trouble={trouble}
      onClose={onClose}
      onSubmit={() => void rename()}
    >
      <NameField value={typed.value} onChange={(name) => (typed.value = name)} />
      <label class="presence-missing">
        <input
          type="checkbox"
          checked={isSubstitute.value}
          onChange={(event) => (isSubstitute.value = event.currentTarget.checked)}
        />
        {presence.substitute}
      </label>
    </Question>
  )
}

function NameField({ value, onChange }: { readonly value: string; onChange(typed: string): void }) {
  const { presence } = useWords().views
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{presence.name}</label>
      <input
        id={id}
        class="input"
        autocomplete="off"
        required
        maxLength={NAME_MAX}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  )
}

interface QuestionProps {
  readonly title: string
  readonly text: string
  readonly yes: string
  readonly busy: boolean
  readonly trouble: string | null
  readonly children: ComponentChildren
  onClose(): void
  onSubmit(): void
}

function Question({ title, text, yes, busy, trouble, children, onClose, onSubmit }: QuestionProps) {
  const { common } = useWords()
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={onSubmit}
      actions={
        <>
          <Button type="submit" busy={busy}>
            {yes}
          </Button>
          <Button kind="quiet" onClick={onClose}>
            {common.cancel}
          </Button>
        </>
      }
    >
      <p>{text}</p>
      {children}
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
    </Dialog>
  )
}
