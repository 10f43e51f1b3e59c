import { code, digits } from "./numbers.ts"
import { rule, type Rule } from "./Rule.ts"

const symbolNames: Readonly<Record<string, string>> = {
  ".": "dot",
  "/": "slash",
  "\\": "backslash",
  "-": "dash",
  _: "underscore",
  ":": "colon",
  "@": "at",
  "?": "question mark",
  "=": "equals",
  "&": "and",
  "#": "hash",
  "~": "tilde",
  "%": "percent",
  "+": "plus",
  ",": "comma",
  "*": "asterisk",
  "!": "exclamation mark",
  $: "dollar",
  "'": "apostrophe",
  "(": "open bracket",
  ")": "close bracket",
  ";": "semicolon"
}

const spelledParts = /^(?:https?|ftps?|www|[b-df-hj-np-tv-xz]{2,}|[a-z]{1,2})$/i
const wordParts =
  /^(?:com|co|edu|gov|org|net|info|app|dev|go|me|us|to|is|it's|my|we|in|on|at|by|or|an|am|up|so|no|be|do|he)$/i
const countries = /^(?:it|is|us|in|at|be|me|my|no|so|to|am)$/i

/** Digits in an address: short numbers and whole thousands as numbers, others one by one. */
const number = (text: string): string => (text.length <= 2 || /^[1-9]0+$/.test(text) ? code(text) : digits(text))

/** Two known words that are written as one, apart. */
const compound = (text: string, known: (word: string) => boolean): string => {
  const lower = text.toLowerCase()
  if (text.length < 9 || text.length > 30 || known(lower)) return text
  for (let at = text.length - 4; at >= 4; at--) {
    if (known(lower.slice(0, at)) && known(lower.slice(at))) return `${text.slice(0, at)} ${text.slice(at)}`
  }
  return text
}

/** An address of the network, character by character and word by word. */
export const address = (text: string, known: (word: string) => boolean): string => {
  const parts = text.match(/[A-Za-z\u00c0-\u024f]+|\d+|[^A-Za-z\u00c0-\u024f\d]/g) ?? []
  const said: Array<string> = []
  parts.forEach((part, i) => {
    if (/^\d/.test(part)) said.push(number(part))
    else if (/^[A-Za-z\u00c0-\u024f]/.test(part)) {
      const domain = parts[i - 1] === "." && (i === parts.length - 1 || parts[i + 1] === "/")
      const spelled =
        domain && part.length === 2
          ? countries.test(part) || !wordParts.test(part)
          : spelledParts.test(part) && !wordParts.test(part) && !(part.length > 2 && known(part.toLowerCase()))
      said.push(spelled ? `~${part.toUpperCase()}` : compound(part, known))
    } else if (symbolNames[part] !== undefined) said.push(symbolNames[part])
  })
  return said.join(" ")
}

const domains =
  "com|org|net|edu|gov|mil|int|info|biz|name|dev|app|tech|blog|shop|site|online|store|cloud|xyz|io|ai|co|uk|us|ca|de|fr|it|es|nl|eu|ch|at|be|jp|cn|kr|in|au|nz|br|ru|pl|se|no|dk|fi|ie|pt|gr|cz|tv|fm|ly|gg|sm|za|mx|ar"
const extensions =
  "txt|pdf|docx?|xlsx?|pptx?|csv|json|xml|html?|css|jsx?|tsx?|mjs|py|rb|rs|go|java|cpp|hpp|cs|sh|bat|exe|dll|zip|gz|tar|rar|jpe?g|png|gif|svg|webp|bmp|mp[34]|wav|flac|ogg|mov|avi|md|ya?ml|toml|ini|log|sql|iso|apk|dmg"

const read: Rule["read"] = (match, { known }) => address(match[0], known)

/** CamelCase and digits apart. */
const camel = (text: string): string =>
  text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .replace(/_/g, " underscore ")

/** URLs, e-mail addresses, domains, files, handles and hashtags. */
export const electronicRules: ReadonlyArray<Rule> = [
  rule(/(?:https?|ftps?|file|wss?|mailto):(?:\/\/)?[^\s<>"“”]*[^\s<>"“”'’.,;:!?)\]}]/i, read),
  rule(/www\.[^\s<>"“”]*[^\s<>"“”'’.,;:!?)\]}]/i, read),
  rule(/[A-Za-z0-9][\w.+-]*@[A-Za-z0-9][\w-]*(?:\.[A-Za-z0-9][\w-]*)*/, read),
  rule(
    new RegExp(
      `[A-Za-z0-9][\\w-]*(?:\\.[A-Za-z0-9][\\w-]*)*\\.(?:${domains})(?![\\w@])(?:\\/[^\\s<>"“”]*[^\\s<>"“”'’.,;:!?)\\]}])?`
    ),
    read
  ),
  rule(new RegExp(`[A-Za-z_][\\w-]*(?:\\.[\\w-]+)*\\.(?:${extensions})(?!\\w)`), read),
  rule(new RegExp(`\\.(?:${extensions})(?!\\w)`), read),
  rule(/[A-Za-z]:\\[^\s"<>|]*/, read),
  rule(/(?:~|\.{1,2})?(?:\/[\w.-]*\w){2,}\/?/, read),
  rule(/@([A-Za-z]\w*)/, (match) => `at ${camel(match[1] ?? "")}`),
  rule(/#([A-Za-z]\w*)/, (match) => `hashtag ${camel(match[1] ?? "")}`),
  rule(/\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/, (match) =>
    match[0]
      .split(".")
      .map((part) => Array.from(part, (d) => code(d)).join(" "))
      .join(" dot ")
  )
]
