/* text/ - every sentence people read. One dictionary a language, each loaded when it is chosen; the server sends codes. */
import { signal, type ReadonlySignal } from '@preact/signals'
import type { Refusal } from '../model/messages'
import type { fi } from './fi'

export type Language = 'fi' | 'sv' | 'en'
export const languages: readonly { readonly code: Language; readonly name: string }[] = [
  { code: 'fi', name: 'Suomi' },
  { code: 'sv', name: 'Svenska' },
  { code: 'en', name: 'English' },
]

/** The shape of fi, with any words: a key another language lacks does not compile. */
export type Dict = Widened<typeof fi>
type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Widened<T[K]> }

const chosen = signal<Language>('fi')
const loaded = signal<Dict | null>(null)

export const language: ReadonlySignal<Language> = chosen

/** The words of the chosen language; a view that reads them follows a change of language. */
export function useWords(): Dict {
  return words()
}

export function words(): Dict {
  if (loaded.value === null) throw new Error('the dictionary is loaded before anything is drawn')
  return loaded.value
}

const dictionaries: Record<Language, () => Promise<Dict>> = {
  fi: () => import('./fi').then((m) => m.fi),
  sv: () => import('./sv').then((m) => m.sv),
  en: () => import('./en').then((m) => m.en),
}

/** Loads and shows a language; what is being written stays as it is. */
export async function chooseLanguage(code: Language): Promise<void> {
  const dict = await dictionaries[code]()
  loaded.value = dict
  chosen.value = code
  document.documentElement.lang = code
  remember(code)
}

/** The language chosen before, else what the browser asks for, else Finnish. */
export function firstLanguage(): Language {
  const wanted = [remembered(), ...navigator.languages.map((l) => l.slice(0, 2))]
  return languages.find((l) => l.code === wanted.find((w) => languages.some((known) => known.code === w)))?.code ?? 'fi'
}

/** Why the rules said no, as a sentence. */
export function refusalSentence(dict: Dict, code: Refusal | string, detail: string | null = null): string {
  const known: Record<string, string> = dict.refusal
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
