import { bare, decimal } from "./numbers.ts"
import { rule, type Rule } from "./Rule.ts"

const operators: Readonly<Record<string, string>> = {
  "+": "plus",
  "=": "equals",
  "×": "times",
  "÷": "divided by",
  "·": "times",
  "≠": "is not equal to",
  "≈": "is about",
  "≤": "is at most",
  "≥": "is at least",
  "<": "is less than",
  ">": "is greater than",
  "^": "to the power of",
  "→": "to",
  "⇒": "implies",
  "∈": "in",
  "±": "plus or minus",
  "*": "asterisk",
  "==": "equals",
  "!=": "is not equal to",
  "<=": "is at most",
  ">=": "is at least"
}

const term = "(?:\\d+(?:\\.\\d+)?|[a-zA-Z])"
const said = (text: string): string =>
  /\d/.test(text)
    ? text.includes(".")
      ? decimal(text)
      : bare(text)
    : /^[aA]$/.test(text) || text.length === 1
      ? `~${text}`
      : text

/** Equations and the signs between numbers. */
export const mathematicsRules: ReadonlyArray<Rule> = [
  rule(new RegExp(`${term}(?: ?[-+×÷·*/^−] ?${term})+ ?[=<>≤≥≠≈] ?-?${term}(?: ?[-+×÷·*/^−] ?${term})*(?!\\w)`), (m) =>
    (m[0].match(/\d+(?:\.\d+)?|[a-zA-Z]|\S/g) ?? [])
      .map((part) =>
        part === "-" || part === "−"
          ? "minus"
          : part === "/"
            ? "over"
            : part === "*"
              ? "times"
              : (operators[part] ?? said(part))
      )
      .join(" ")
  ),
  rule(/(\d+(?:\.\d+)?) ?[x×] ?(\d+(?:\.\d+)?)(?![\w])/, (m) => `${said(m[1] ?? "")} by ${said(m[2] ?? "")}`),
  rule(/(==|!=|<=|>=|[+=×÷≠≈≤≥±→⇒∈])(?=\s|\d|$|[a-zA-Z](?![a-zA-Z]))/, (m) => operators[m[1] ?? ""]),
  rule(/[<>^*](?= ?\d)/, (m, { text, start }) =>
    /\d ?$/.test(text.slice(Math.max(0, start - 2), start)) ? operators[m[0]] : undefined
  ),
  rule(/(?:\^2|²)(?!\d)/, () => "squared"),
  rule(/(?:\^3|³)(?!\d)/, () => "cubed"),
  rule(/\^(?=[\d{(])/, () => "to the power of"),
  rule(/√ ?(?=\w)/, () => "the square root of")
]
