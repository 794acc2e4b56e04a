/* format.ts - times and dates as people read them, in the day's time zone. */
import type { Language } from './index'

const locales: Record<Language, string> = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' }

/** "13.24" or "13:24" */
export function clockTime(ms: number, language: Language, timeZone: string): string {
  return format(ms, language, timeZone, { hour: 'numeric', minute: '2-digit' })
}

/** "torstai 12. syyskuuta 2024" */
export function longDate(ms: number, language: Language, timeZone: string): string {
  return format(ms, language, timeZone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
}

/** "38:12", "0:07", "1:02:03": what is left of a clock; never below zero. */
export function countdown(ms: number): string {
  const s = Math.max(0, Math.ceil(ms / 1000))
  const [hours, minutes, seconds] = [Math.floor(s / 3600), Math.floor((s % 3600) / 60), s % 60]
  const tail = `${hours > 0 ? String(minutes).padStart(2, '0') : minutes}:${String(seconds).padStart(2, '0')}`
  return hours > 0 ? `${hours}:${tail}` : tail
}

function format(ms: number, language: Language, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locales[language], { ...options, ...(timeZone === '' ? {} : { timeZone }) }).format(ms)
}
