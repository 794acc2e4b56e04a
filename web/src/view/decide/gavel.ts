/* The gavel, as a small machine: choose an outcome, "Kirjataan päätös", confirm. Two steps, so no slip of a key decides;
 * the text and its print are frozen at the first, and any change of the text in between takes the second away. */
import type { Outcome } from '../../model/messages'

export type Gavel =
  | { readonly step: 'choosing'; readonly outcome: Outcome | null; readonly changed: boolean }
  | { readonly step: 'confirming'; readonly outcome: Outcome; readonly hash: string }
  | { readonly step: 'sending'; readonly outcome: Outcome; readonly hash: string }

export type Move =
  | { readonly kind: 'choose'; readonly outcome: Outcome }
  | { readonly kind: 'press'; readonly hash: string }
  | { readonly kind: 'back' }
  | { readonly kind: 'text'; readonly hash: string; readonly allowed: readonly Outcome[] }
  | { readonly kind: 'answered' }

export const atRest: Gavel = { step: 'choosing', outcome: null, changed: false }

export function moved(gavel: Gavel, move: Move): Gavel {
  switch (move.kind) {
    case 'choose':
      return gavel.step === 'sending' ? gavel : { step: 'choosing', outcome: move.outcome, changed: false }
    case 'press':
      if (gavel.step === 'choosing')
        return gavel.outcome ? { step: 'confirming', outcome: gavel.outcome, hash: move.hash } : gavel
      return gavel.step === 'confirming' ? { ...gavel, step: 'sending' } : gavel
    case 'back':
      return gavel.step === 'confirming' ? { step: 'choosing', outcome: gavel.outcome, changed: false } : gavel
    case 'text':
      return followed(gavel, move.hash, move.allowed)
    case 'answered':
      return atRest
  }
}

/* The text is now another one: an outcome that no longer fits is let go, and what was to be confirmed is asked again. */
function followed(gavel: Gavel, hash: string, allowed: readonly Outcome[]): Gavel {
  if (gavel.step === 'sending') return gavel
  const outcome = gavel.outcome && allowed.includes(gavel.outcome) ? gavel.outcome : (allowed[0] ?? null)
  if (gavel.step === 'confirming') return gavel.hash === hash ? gavel : { step: 'choosing', outcome, changed: true }
  return outcome === gavel.outcome ? gavel : { ...gavel, outcome }
}

/** What may be decided of a text that is, or is not, the proposal. The likely one first. */
export const outcomesFor = (isProposal: boolean): Outcome[] => [isProposal ? 'as_proposed' : 'as_amended', 'returned']

export type KeyMeaning = 'next' | 'previous' | 'press' | 'back' | 'next_outcome' | 'previous_outcome'

const meanings: Record<string, KeyMeaning> = {
  PageDown: 'next',
  ArrowRight: 'next',
  PageUp: 'previous',
  ArrowLeft: 'previous',
  ArrowDown: 'next_outcome',
  ArrowUp: 'previous_outcome',
  Enter: 'press',
  Escape: 'back',
}

/** What a key means here, or null: a presenter's clicker sends PageDown and PageUp. Nothing while somebody writes or a
 * dialog is open; Enter belongs to the link or button that has the focus; a key held down is one press. */
export function keyMeaning(event: KeyboardEvent): KeyMeaning | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing || event.defaultPrevented)
    return null
  const meaning = meanings[event.key] ?? null
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest('input, textarea, select, [contenteditable], dialog')) return null
  if (meaning === 'press' && (event.repeat || target?.closest('a, button, summary'))) return null
  /* Up and down scroll the text, but among the outcomes they choose. */
  if ((meaning === 'next_outcome' || meaning === 'previous_outcome') && !target?.closest('[data-outcomes]')) return null
  return meaning
}
