import { useWords } from '../../text'
import { Front } from './Front'

/** An address that leads nowhere, and the way out. */
export function NotFound() {
  const { shell } = useWords().views
  return (
    <Front>
      <div class="stack">
        <h1>{shell.notFound}</h1>
        <p class="lead">{shell.notFoundText}</p>
        <a href="/">{shell.toStart}</a>
      </div>
    </Front>
  )
}
