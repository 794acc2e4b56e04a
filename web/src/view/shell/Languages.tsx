import { chooseLanguage, language, languages, useWords } from '../../text'

/** Each person's own choice; what is being written stays as it is. */
export function Languages() {
  const { views } = useWords()
  return (
    <div class="languages" role="group" aria-label={views.shell.language}>
      {languages.map(({ code, name }) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={language.value === code}
          aria-label={`${code.toUpperCase()} – ${name}`}
          onClick={() => void chooseLanguage(code)}
        >
          {code.toUpperCase()}
        </button>
      ))}
    </div>
  )
}
