import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Day } from '../../model/messages'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { fullCode, proposalsOf } from '../order'
import { Shell } from '../shell/Shell'
import { Loading } from '../ui/Loading'
import { PhaseSteps } from '../ui/PhaseSteps'
import { Compare } from './Compare'
import { ItemText } from './ItemText'
import { TakePanel } from './TakePanel'
import { UndoTake } from './UndoTake'
import './merge.css'

/** The groups' proposals become 9 § a, b, c: beside each other, onto the agenda in one move, then polished together. */
export function Merge() {
  const { merge } = useWords().views
  const day = useConnection().day.value
  return (
    <Shell title={merge.title}>
      <div class="page" data-width="wide">
        {day === null ? <Loading /> : <Desk day={day} />}
      </div>
    </Shell>
  )
}

function Desk({ day }: { readonly day: Day }) {
  const { merge } = useWords().views
  const taken = proposalsOf(day)
  const chosen = useSignal(location.hash.slice(1))
  const heading = useRef<HTMLHeadingElement>(null)
  /* The panel with the button that was pressed is gone: the focus goes on from the top of what came. */
  useEffect(() => {
    if (taken.length > 0 && document.activeElement === document.body) heading.current?.focus({ preventScroll: true })
  }, [taken.length])
  const item = taken.find((i) => i.item === chosen.value)
  const choose = (id: string) => {
    chosen.value = id
    history.replaceState(history.state, '', `${location.pathname}#${id}`)
  }
  return (
    <>
      <div class="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {merge.title}
        </h1>
        <p class="lead measure">{taken.length > 0 ? merge.leadTaken : merge.lead}</p>
      </div>
      {taken.length > 0 && (
        <div class="row" data-ends>
          <div class="tabs" role="group" aria-label={merge.views}>
            <Tab pressed={item === undefined} onChoose={() => choose('')}>
              {merge.sideBySide}
            </Tab>
            {taken.map((i) => (
              <Tab key={i.item} pressed={i === item} onChoose={() => choose(i.item)}>
                {fullCode(day, i)}
              </Tab>
            ))}
          </div>
          <UndoTake day={day} />
        </div>
      )}
      {item === undefined ? (
        <>
          <TakePanel day={day} />
          <Compare day={day} />
        </>
      ) : (
        <ItemText key={item.item} day={day} item={item} />
      )}
      <PhaseSteps />
    </>
  )
}

interface TabProps {
  readonly pressed: boolean
  onChoose(): void
  readonly children: string
}

function Tab({ pressed, onChoose, children }: TabProps) {
  return (
    <button type="button" class="tab" aria-pressed={pressed} onClick={onChoose}>
      {children}
    </button>
  )
}
