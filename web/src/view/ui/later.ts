/* later.ts - a part of a page that is loaded when it is first drawn; until then its place is empty and the page goes on. */
import { type ComponentChildren, type ComponentType, createElement } from 'preact'
import { useEffect, useState } from 'preact/hooks'

export function later<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => ComponentChildren {
  let loading: Promise<ComponentType<P>> | undefined
  let loaded: ComponentType<P> | undefined
  return function Later(props: P) {
    const [, redraw] = useState(0)
    useEffect(() => {
      if (loaded !== undefined) return
      loading ??= load()
      void loading.then((view) => {
        loaded = view
        redraw(1)
      })
    }, [])
    return loaded === undefined ? null : createElement(loaded, props)
  }
}
