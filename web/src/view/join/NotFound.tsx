import { useEffect } from 'preact/hooks'
import { useWords } from '../../text'
import { Front } from './Front'

/** An address that leads nowhere: says so, and shows the way on. */
export function NotFound() {
  const { shell } = useWords().views
  useEffect(() => {
    document.title = `Sopu – ${shell.notFound}`
  }, [shell])
  return (
    <Front>
      <h1>{shell.notFound}</h1>
      <p class="lead">{shell.notFoundText}</p>
      <p>
        <a class="button" href="/">
          {shell.toStart}
        </a>
      </p>
    </Front>
  )
}
