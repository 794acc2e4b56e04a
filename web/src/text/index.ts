/* text/ - every sentence people read. Each language in parts, loaded when a page needs them: `front` (the first page, the
 * frame of all pages), `lobby` (the way in by the code in the hall), `room` (the group's room), `meeting` (motions and
 * votes), `minutes`, `delivery`,
 * `more` (the rest). The server sends codes. */
import { type ReadonlySignal, signal } from '@preact/signals'
import type { Refusal } from '../model/messages'
import type { delivery } from './fi/delivery'
import type { front } from './fi/front'
import type { lobby } from './fi/lobby'
import type { meeting } from './fi/meeting'
import type { minutes } from './fi/minutes'
import type { more } from './fi/more'
import type { room } from './fi/room'

export type Language = 'fi' | 'sv' | 'en'
export const languages: readonly { readonly code: Language; readonly name: string }[] = [
  { code: 'fi', name: 'Suomi' },
  { code: 'sv', name: 'Svenska' },
  { code: 'en', name: 'English' },
]

/** The shape of the Finnish words, with any words: a key another language lacks does not compile. */
export type Front = Widened<typeof front>
export type Lobby = Widened<typeof lobby>
export type Meeting = Widened<typeof meeting>
export type DeliveryWords = Widened<typeof delivery>
export type MinutesWords = Widened<typeof minutes>
export type Room = Widened<typeof room>
export type More = Widened<typeof more>
export type Dict = Front & DeliveryWords & Lobby & Meeting & MinutesWords & Room & More
export type Part = keyof Sources
type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Widened<T[K]> }

const chosen = signal<Language>('fi')
const loaded = signal<Dict | null>(null)
const needed = new Set<Part>(['front'])

export const language: ReadonlySignal<Language> = chosen

/** The words of the chosen language; a view that reads them follows a change of language. */
export function useWords(): Dict {
  if (loaded.value === null) throw new Error('the words are loaded before anything is drawn')
  return loaded.value
}

interface Sources {
  front(): Promise<Front>
  delivery(): Promise<DeliveryWords>
  lobby(): Promise<Lobby>
  meeting(): Promise<Meeting>
  minutes(): Promise<MinutesWords>
  room(): Promise<Room>
  more(): Promise<More>
}

const sources: Record<Language, Sources> = {
  fi: {
    front: () => import('./fi/front').then((m) => m.front),
    delivery: () => import('./fi/delivery').then((m) => m.delivery),
    lobby: () => import('./fi/lobby').then((m) => m.lobby),
    meeting: () => import('./fi/meeting').then((m) => m.meeting),
    minutes: () => import('./fi/minutes').then((m) => m.minutes),
    room: () => import('./fi/room').then((m) => m.room),
    more: () => import('./fi/more').then((m) => m.more),
  },
  sv: {
    front: () => import('./sv/front').then((m) => m.front),
    delivery: () => import('./sv/delivery').then((m) => m.delivery),
    lobby: () => import('./sv/lobby').then((m) => m.lobby),
    meeting: () => import('./sv/meeting').then((m) => m.meeting),
    minutes: () => import('./sv/minutes').then((m) => m.minutes),
    room: () => import('./sv/room').then((m) => m.room),
    more: () => import('./sv/more').then((m) => m.more),
  },
  en: {
    front: () => import('./en/front').then((m) => m.front),
    delivery: () => import('./en/delivery').then((m) => m.delivery),
    lobby: () => import('./en/lobby').then((m) => m.lobby),
    meeting: () => import('./en/meeting').then((m) => m.meeting),
    minutes: () => import('./en/minutes').then((m) => m.minutes),
    room: () => import('./en/room').then((m) => m.room),
    more: () => import('./en/more').then((m) => m.more),
  },
}

let wanted: Language = 'fi'
let loading: Promise<void> = Promise.resolve()
let turn = 0

/** Loads and shows a language; what is being written stays as it is. */
export function chooseLanguage(code: Language): Promise<void> {
  wanted = code
  loading = show(code)
  return loading
}

/* What was asked for last is what is shown, in whichever order the parts arrive. */
async function show(code: Language): Promise<void> {
  const mine = ++turn
  const parts = await Promise.all([...needed].map((part) => sources[code][part]()))
  if (mine !== turn) return loading
  const views = Object.assign({}, ...parts.map((part) => ('views' in part ? part.views : {})))
  loaded.value = Object.assign({}, ...parts, { views }) as Dict // as far as it is needed
  chosen.value = code
  document.documentElement.lang = code
  remember(code)
}

/** A page's words, before it is drawn. */
export function needWords(...parts: readonly Part[]): Promise<void> {
  if (parts.every((part) => needed.has(part))) return loading
  for (const part of parts) needed.add(part)
  return chooseLanguage(wanted)
}

/** The language chosen before, else what the browser asks for, else Finnish. */
export function firstLanguage(): Language {
  const wanted = [remembered(), ...navigator.languages.map((l) => l.slice(0, 2))]
  return languages.find((l) => l.code === wanted.find((w) => languages.some((known) => known.code === w)))?.code ?? 'fi'
}

/** Why the rules said no, as a sentence. */
export function refusalSentence(dict: Dict, code: Refusal | string, detail: string | null = null): string {
  const known: Record<string, string> = dict.refusal ?? {} // not loaded yet: the code is better than nothing
  const sentence = known[code] ?? dict.common.failed(code)
  const field = detail === null ? '' : fieldName(dict, detail)
  return field === '' ? sentence : `${sentence} (${field})`
}

/** A field's name for people: `title`, or `<action id>/who` with the action's number if it is known. */
export function fieldName(dict: Dict, field: string, actions: readonly string[] = []): string {
  const [action, part] = field.includes('/') ? field.split('/') : [null, field]
  const names: Record<string, string> = dict.field
  const name = names[part ?? ''] ?? ''
  if (action === null || name === '') return name
  const at = actions.indexOf(action ?? '')
  return at < 0 ? name : dict.common.actionField(at + 1, name)
}

const KEY = 'sopu.language'
/* Storage throws in some frames and private windows: the choice then lasts as long as the page. */
function remember(code: Language): void {
  try {
    localStorage.setItem(KEY, code)
  } catch {
    /* not remembered */
  }
}
function remembered(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
