import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

interface Props {
  readonly title: string
  onClose(): void
  onSubmit(): void
  readonly actions: ComponentChildren
  readonly children: ComponentChildren
}

/** A question that must be answered first. Escape and the browser's own rules close it; the focus goes back by itself. */
export function Dialog({ title, onClose, onSubmit, actions, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby={id} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        <h2 id={id}>{title}</h2>
        {children}
        <div class="row">{actions}</div>
      </form>
    </dialog>
  )
}
