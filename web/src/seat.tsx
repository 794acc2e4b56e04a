/* seat.tsx - the pages of one seat: one connection for all of them, as long as the address says whose they are. */

import { useEffect, useMemo } from 'preact/hooks'
import { lazy, Route, Router, useRoute } from 'preact-iso'
import { ConnectionContext } from './net/connection'
import { Hub } from './net/hub'
import { needWords, type Part } from './text'
import { NotFound } from './view/join/NotFound'

/* A page and its words come together. */
function page<T>(load: () => Promise<T>, ...parts: readonly Part[]): Promise<T> {
  return Promise.all([load(), needWords(...parts)]).then(([view]) => view)
}

const Home = lazy(() =>
  page(() => import('./view/home/Home').then((m) => m.Home), 'room', 'more', 'lobby', 'meeting', 'minutes'),
)
const OwnPlace = lazy(() =>
  page(() => import('./view/home/OwnPlace').then((m) => m.OwnPlace), 'room', 'more', 'lobby', 'meeting', 'minutes'),
)
const GroupRoom = lazy(() => page(() => import('./view/group/GroupRoom').then((m) => m.GroupRoom), 'room'))
const Merge = lazy(() => page(() => import('./view/merge/Merge').then((m) => m.Merge), 'room', 'more'))
const Decide = lazy(() => page(() => import('./view/decide/Decide').then((m) => m.Decide), 'room', 'more', 'meeting'))
const Wall = lazy(() => page(() => import('./view/wall/Wall').then((m) => m.Wall), 'room', 'more', 'lobby', 'meeting'))
const RollCall = lazy(() =>
  page(() => import('./view/presence/RollCall').then((m) => m.RollCall), 'room', 'more', 'meeting'),
)
const Minutes = lazy(() =>
  page(() => import('./view/minutes/Minutes').then((m) => m.Minutes), 'room', 'more', 'minutes'),
)
const Board = lazy(() => page(() => import('./view/delivery/Board').then((m) => m.Board), 'room', 'more', 'delivery'))
const Organisation = lazy(() =>
  page(() => import('./view/delivery/Organisation').then((m) => m.Organisation), 'room', 'more', 'delivery'),
)
const Agenda = lazy(() => page(() => import('./view/agenda/Agenda').then((m) => m.Agenda), 'room', 'more', 'meeting'))

export function SeatPages() {
  const seat = useRoute().params['seat'] ?? ''
  const hub = useMemo(() => new Hub(seat), [seat])
  useEffect(() => {
    hub.start()
    return () => hub.stop()
  }, [hub])
  return (
    <ConnectionContext.Provider value={hub}>
      <Router>
        <Route path="/" component={OwnPlace} />
        <Route path="/home" component={Home} />
        <Route path="/group/:group" component={GroupRoom} />
        <Route path="/merge" component={Merge} />
        <Route path="/decide" component={Decide} />
        <Route path="/wall" component={Wall} />
        <Route path="/agenda" component={Agenda} />
        <Route path="/presence" component={RollCall} />
        <Route path="/minutes" component={Minutes} />
        <Route path="/distribution" component={Board} />
        <Route path="/organisation" component={Organisation} />
        <Route default component={NotFound} />
      </Router>
    </ConnectionContext.Provider>
  )
}
