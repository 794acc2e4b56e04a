import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface Props {
  readonly kind?: 'primary' | 'secondary' | 'quiet' | 'danger'
  readonly size?: 'large'
  readonly type?: 'button' | 'submit'
  readonly busy?: boolean
  readonly pressed?: boolean
  /** Why it cannot be pressed now, as a sentence. It stays reachable, so that everyone can find out. */
  readonly why?: string | null
  readonly label?: string
  readonly class?: string
  onClick?(event: MouseEvent): void
  readonly children: ComponentChildren
}

export function Button({
  kind = 'primary',
  size,
  type = 'button',
  busy = false,
  pressed,
  why = null,
  label,
  onClick,
  children,
  ...rest
}: Props) {
  const id = useId()
  const isDead = why !== null || busy
  const button = (
    <button
      type={type}
      class={`button ${rest.class ?? ''}`}
      data-kind={kind}
      data-size={size}
      aria-disabled={isDead}
      aria-busy={busy}
      aria-pressed={pressed}
      aria-label={label}
      aria-describedby={why === null ? undefined : id}
      onClick={(event) => {
        if (isDead) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {children}
    </button>
  )
  if (why === null) return button
  return (
    <span class="button-with-why">
      {button}
      <span class="why" id={id}>
        {why}
      </span>
    </span>
  )
}
