/* main.tsx - start and routes. */
import { render } from 'preact'

function App() {
  return <main class="page">Sopu</main>
}

const root = document.getElementById('app')
if (root !== null) render(<App />, root)
