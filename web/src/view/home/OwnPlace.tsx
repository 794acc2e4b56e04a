import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { useConnection } from '../../net/connection'
import { pathOf } from '../shell/places'
import { Home } from './Home'
import { ownPlace } from './ownPlace'

/** `/p/<seat>`: takes everyone to where the work is; until there is work, a waiting room that goes on by itself. */
export function OwnPlace() {
  const { seat, day } = useConnection()
  const { route } = useLocation()
  const place = day.value === null ? null : ownPlace(day.value, seat)
  const path = place === null ? null : pathOf(seat, place)
  useEffect(() => {
    if (path !== null) route(path, true)
  }, [path, route])
  return <Home />
}
