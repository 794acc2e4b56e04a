/* main.tsx - start and routes. What a page needs is loaded when it is opened; the join page carries no editor. */
import { render } from 'preact'
import { LocationProvider, lazy, Route, Router, useLocation } from 'preact-iso'
import './style/main.css'
import { chooseLanguage, firstLanguage, needWords } from './text'
import { Join } from './view/join/Join'
import { NotFound } from './view/join/NotFound'
import { Start } from './view/join/Start'

const Lobby = lazy(() => Promise.all([import('./view/lobby/Lobby'), needWords('lobby')]).then(([m]) => m.Lobby))
const SeatPages = lazy(() => import('./seat').then((m) => m.SeatPages))

/* Only these are pages of this program; /agenda comes from the server as it is. */
const OWN_PAGES = /^\/($|l$|aula$|p\/)/

function App() {
  return (
    <LocationProvider scope={OWN_PAGES}>
      <Router>
        <Route path="/" component={Start} />
        <Route path="/l" component={JoinAndGo} />
        <Route path="/aula" component={LobbyAndGo} />
        <Route path="/p/:seat" component={SeatPages} />
        <Route path="/p/:seat/*" component={SeatPages} />
        <Route default component={NotFound} />
      </Router>
    </LocationProvider>
  )
}

function JoinAndGo() {
  const { route } = useLocation()
  return (
    <Join
      onSeat={(seat) => route(`/p/${seat}`, true)}
      onLobby={({ id, secret }) => route(`/aula#${id}.${secret}`, true)}
    />
  )
}

function LobbyAndGo() {
  const { route } = useLocation()
  return <Lobby onSeat={(seat) => route(`/p/${seat}`, true)} />
}

async function start(root: HTMLElement): Promise<void> {
  await chooseLanguage(firstLanguage())
  render(<App />, root)
}

const root = document.getElementById('app')
if (root !== null) void start(root)
