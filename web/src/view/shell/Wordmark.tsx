/** Two hands of one shape, meeting: the mark of an accord. */
export function Wordmark({ href }: { readonly href: string }) {
  return (
    <a class="wordmark" href={href}>
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <path d="M3 5h14a10 10 0 0 1 10 10v.5H13A10 10 0 0 1 3 6z" />
        <path class="wordmark-other" d="M29 27H15A10 10 0 0 1 5 17v-.5h14A10 10 0 0 1 29 26z" />
      </svg>
      Sopu
    </a>
  )
}
