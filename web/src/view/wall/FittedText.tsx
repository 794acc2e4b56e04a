import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useWords } from '../../text'
import { useNow } from '../ui/useNow'
import { fittingSize, type Page, pageNow, pagesOf } from './fit'

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
const MARKER = 0.065 // of the screen's height, kept for "Sivu 1 / 3"
const onePage: readonly Page[] = [{ from: 0, to: Number.MAX_SAFE_INTEGER, skip: 0, shown: null }]

/** A text as large as it fits; when even the smallest type is too large, page by page by itself. */
export function FittedText({ sections, heads, written }: Props) {
  const { wall } = useWords().views
  const box = useRef<HTMLDivElement>(null)
  const flow = useRef<HTMLDivElement>(null)
  const pages = useSignal(onePage)
  const now = useNow()
  const since = useSignal(now)

  useLayoutEffect(() => {
    const fit = () => {
      if (box.current === null || flow.current === null) return
      const measured = fitted(box.current, flow.current)
      if (JSON.stringify(measured) !== JSON.stringify(pages.peek())) pages.value = measured
    }
    fit()
    const observer = new ResizeObserver(fit)
    if (box.current !== null) observer.observe(box.current)
    return () => observer.disconnect()
  })

  const at = Math.min(pageNow(pages.value, written, now - since.value, TURN_MS), pages.value.length - 1)
  const page = pages.value[at] as Page
  return (
    <div class="wall-text" ref={box}>
      <div class="wall-flow" ref={flow}>
        {heads.length > 0 && (
          <div class="wall-row wall-heads" data-sides="2">
            {heads.map((head) => (
              <p key={head}>{head}</p>
            ))}
          </div>
        )}
        {sections.map((section, i) => (
          <SectionText key={section.key} section={section} page={i >= page.from && i < page.to ? page : null} />
        ))}
      </div>
      {pages.value.length > 1 && <p class="wall-page figures">{wall.page(at + 1, pages.value.length)}</p>}
    </div>
  )
}

function SectionText({ section, page }: { readonly section: Section; readonly page: Page | null }) {
  const body = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (body.current === null) return
    const inner = body.current.firstElementChild as HTMLElement
    body.current.style.blockSize = page === null || page.shown === null ? '' : `${page.shown}px`
    inner.style.marginBlockStart = page === null || page.skip === 0 ? '' : `${-page.skip}px`
  }, [page])
  return (
    <section class="wall-section" data-hidden={page === null}>
      <h3>{section.label}</h3>
      <div class="wall-body" ref={body}>
        <div class="wall-rows">
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
        </div>
      </div>
    </section>
  )
}

/* Sets the type size on the flow and gives the pages, measured with every section in place, before anything is painted.
 * Where pages are needed anyway, the type is as large as the same number of them allows. */
function fitted(box: HTMLElement, flow: HTMLElement): readonly Page[] {
  flow.dataset.measuring = ''
  const setSize = (size: number) => flow.style.setProperty('font-size', `${(size * window.innerHeight).toFixed(1)}px`)
  const fits = (size: number) => {
    setSize(size)
    return flow.scrollHeight <= box.clientHeight && flow.scrollWidth <= box.clientWidth
  }
  const pagesAt = (size: number) => {
    setSize(size)
    return pagesNow(box, flow)
  }
  const size = fittingSize(fits)
  let pages = fits(size) ? onePage : pagesAt(size)
  if (pages.length > 1) {
    const fewest = pages.length
    pages = pagesAt(fittingSize((larger) => pagesAt(larger).length <= fewest))
  }
  delete flow.dataset.measuring
  return pages.length === 0 ? onePage : pages
}

function pagesNow(box: HTMLElement, flow: HTMLElement): readonly Page[] {
  const style = getComputedStyle(flow)
  const gap = Number.parseFloat(style.rowGap) || 0
  const line = Number.parseFloat(style.lineHeight)
  const heads = flow.querySelector<HTMLElement>('.wall-heads')
  const room = box.clientHeight - MARKER * window.innerHeight - (heads === null ? 0 : heads.offsetHeight + gap)
  const heights = [...flow.querySelectorAll<HTMLElement>('.wall-section')].map((section) => {
    const body = section.querySelector<HTMLElement>('.wall-rows')?.offsetHeight ?? 0
    return { head: section.offsetHeight - body, body }
  })
  return pagesOf(heights, room, gap, line)
}
