import type { ComponentChildren } from 'preact'

/** A state in a word. The tone only repeats what the word says. */
export type Tone = 'rest' | 'live' | 'wait' | 'done' | 'stop'

export function Tag({ tone = 'rest', children }: { readonly tone?: Tone; readonly children: ComponentChildren }) {
  return (
    <span class="tag" data-tone={tone}>
      {children}
    </span>
  )
}
