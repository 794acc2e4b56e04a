import type { ComponentChildren } from 'preact'
import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useWords } from '../../text'
import { useNow } from '../ui/useNow'
import { fittingSize, pageNow, pagesOf } from './fit'

export interface Row {
  readonly key: string
  readonly label: string
  /** For telling whether it has changed. */
  readonly text: string
  /** One drawing, or proposal and present text beside each other. */
  readonly sides: readonly ComponentChildren[]
}

export interface Section {
  readonly key: string
  readonly label: string
  readonly rows: readonly Row[]
}

interface Props {
  readonly sections: readonly Section[]
  readonly heads: readonly string[]
  /** The section that is being written in. */
  readonly written: number | null
}

const TURN_MS = 15_000

/** A text as large as it fits; when even the smallest type is too large, page by page by itself. */
export function FittedText({ sections, heads, written }: Props) {
  const { wall } = useWords().views
  const box = useRef<HTMLDivElement>(null)
  const flow = useRef<HTMLDivElement>(null)
  const pages = useSignal<readonly number[]>([0])
  const now = useNow()
  const since = useSignal(now)

  useLayoutEffect(() => {
    const fit = () => {
      if (box.current === null || flow.current === null) return
      const measured = fitted(box.current, flow.current)
      if (measured.join() !== pages.peek().join()) pages.value = measured
    }
    fit()
    const observer = new ResizeObserver(fit)
    if (box.current !== null) observer.observe(box.current)
    return () => observer.disconnect()
  })

  const page = Math.min(pageNow(pages.value, written, now - since.value, TURN_MS), pages.value.length - 1)
  const isShown = (at: number) => at >= (pages.value[page] ?? 0) && at < (pages.value[page + 1] ?? sections.length)
  return (
    <div class="wall-text" ref={box}>
      <div ref={flow}>
        {heads.length > 0 && (
          <div class="wall-row wall-heads" data-sides="2">
            {heads.map((head) => (
              <p key={head}>{head}</p>
            ))}
          </div>
        )}
        {sections.map((section, at) => (
          <section key={section.key} class="wall-section" data-hidden={!isShown(at)}>
            <h2>{section.label}</h2>
            {section.rows.map((row) => (
              <div class="wall-row" data-sides={row.sides.length} key={row.key}>
                {row.sides.map((side, i) => (
                  <div key={i}>
                    {row.label !== '' && <span class="wall-label">{row.label}</span>}
                    {side}
                  </div>
                ))}
              </div>
            ))}
          </section>
        ))}
      </div>
      {pages.value.length > 1 && <p class="wall-page figures">{wall.page(page + 1, pages.value.length)}</p>}
    </div>
  )
}

/* Sets the type size on the flow and gives the pages. Measured with every section in place, in one go before painting. */
function fitted(box: HTMLElement, flow: HTMLElement): readonly number[] {
  const sections = [...flow.querySelectorAll<HTMLElement>('.wall-section')]
  flow.dataset.measuring = ''
  const setSize = (size: number) => flow.style.setProperty('font-size', `${(size * window.innerHeight).toFixed(1)}px`)
  const size = fittingSize((part) => {
    setSize(part)
    return flow.scrollHeight <= box.clientHeight && flow.scrollWidth <= box.clientWidth
  })
  setSize(size)
  const heads = flow.querySelector<HTMLElement>('.wall-heads')?.offsetHeight ?? 0
  const isWhole = flow.scrollHeight <= box.clientHeight
  const gap = Number.parseFloat(getComputedStyle(flow).rowGap) || 0
  const marker = 0.06 * window.innerHeight
  const pages = isWhole ? [0] : pagesOf(sections.map((section) => section.offsetHeight), box.clientHeight - heads - gap - marker, gap)
  delete flow.dataset.measuring
  return pages.length === 0 ? [0] : pages
}
