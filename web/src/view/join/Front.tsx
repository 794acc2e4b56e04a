import type { ComponentChildren } from 'preact'
import { Languages } from '../shell/Languages'
import { Wordmark } from '../shell/Wordmark'
import './front.css'

/** The page before one has a seat: name, language, one calm column. */
export function Front({ children }: { readonly children: ComponentChildren }) {
  return (
    <>
      <header class="shell-head">
        <div class="shell-bar">
          <Wordmark href="/" />
          <Languages />
        </div>
      </header>
      <main class="page front" data-width="narrow">
        {children}
      </main>
    </>
  )
}
