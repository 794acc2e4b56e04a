/* seat.tsx - the pages of one seat: one connection for all of them, as long as the address says whose they are. */
import { lazy, Route, Router, useRoute } from 'preact-iso'
import { useEffect, useMemo } from 'preact/hooks'
import { ConnectionContext } from './net/connection'
import { openHub } from './net/hub'
import { OwnPlace } from './view/home/OwnPlace'
import { Home } from './view/home/Home'
import { NotFound } from './view/join/NotFound'

const GroupRoom = lazy(() => import('./view/group/GroupRoom').then((m) => m.GroupRoom))
const Merge = lazy(() => import('./view/merge/Merge').then((m) => m.Merge))
const Decide = lazy(() => import('./view/decide/Decide').then((m) => m.Decide))
const Wall = lazy(() => import('./view/wall/Wall').then((m) => m.Wall))
const Agenda = lazy(() => import('./view/agenda/Agenda').then((m) => m.Agenda))

export function SeatPages() {
  const seat = useRoute().params['seat'] ?? ''
  const hub = useMemo(() => openHub(seat), [seat])
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
        <Route default component={NotFound} />
      </Router>
    </ConnectionContext.Provider>
  )
}
