import type { ComponentChildren } from 'preact'

interface Props {
  readonly tone?: 'info' | 'wait' | 'stop' | 'done'
  readonly wide?: boolean
  readonly action?: ComponentChildren
  readonly children: ComponentChildren
}

/** Something the whole page must know, in words. Put it inside a Live region if it comes while people are here. */
export function Banner({ tone = 'info', wide = false, action, children }: Props) {
  return (
    <div class="banner" data-tone={tone} data-wide={wide || undefined}>
      <p>{children}</p>
      {action}
    </div>
  )
}

/** Read aloud when its contents come; there from the start, empty, as screen readers want it. */
export function Live({
  urgent = false,
  children,
}: {
  readonly urgent?: boolean
  readonly children?: ComponentChildren
}) {
  return <div role={urgent ? 'alert' : 'status'}>{children}</div>
}
