import { useWords } from '../../text'

/** Said in words, and only after a moment: a quick answer shows nothing at all. */
export function Loading() {
  return (
    <p class="loading soft" role="status">
      {useWords().views.shell.loading}
    </p>
  )
}
