import type { ItemState } from '../../model/messages'
import type { Tone } from '../ui/Tag'

/** How an item's state is coloured, on the agenda and at the chair's desk. */
export const itemTones: Record<ItemState, Tone> = {
  coming: 'rest',
  in_hand: 'live',
  decided: 'done',
  done: 'done',
  postponed: 'wait',
}
