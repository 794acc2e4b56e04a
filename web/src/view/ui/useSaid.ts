import { useSignal } from '@preact/signals'
import { type Dict, useWords } from '../../text'

type Sentence = (words: Dict) => string

/** One sentence that a part of the page says, in the page's language also after that has changed; "" while it says none. */
export function useSaid() {
  const words = useWords()
  const said = useSignal<{ readonly sentence: Sentence } | null>(null)
  return {
    text: said.value?.sentence(words) ?? '',
    say(sentence: Sentence): void {
      said.value = { sentence }
    },
    forget(): void {
      said.value = null
    },
  }
}
