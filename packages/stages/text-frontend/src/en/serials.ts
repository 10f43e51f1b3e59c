import { code } from "./numbers.ts"
import { rule, type Rule, type RuleContext } from "./Rule.ts"

/** Letters of a serial: a word that is known, or letters said one by one. */
const letters = (text: string, known: RuleContext["known"]): string =>
  text.length > 2 && text !== text.toUpperCase()
    ? text
    : text.length > 3 && known(text.toLowerCase())
      ? text
      : `~${text}`

const parts = (text: string, known: RuleContext["known"]): string =>
  (text.match(/\p{L}+|\d+|[^\p{L}\d]/gu) ?? [])
    .map((part) =>
      /\d/.test(part)
        ? code(part)
        : /\p{L}/u.test(part)
          ? letters(part, known)
          : part === "."
            ? "point"
            : part === "/"
              ? "slash"
              : part === "_"
                ? "underscore"
                : part === "+"
                  ? "plus"
                  : ""
    )
    .filter((part) => part !== "")
    .join(" ")

/** Numbers and letters in one: versions, models, flight numbers. */
export const serialRules: ReadonlyArray<Rule> = [
  rule(
    /v(\d+(?:\.\d+)+)(?!\w)/i,
    (m) =>
      `version ${(m[1] ?? "")
        .split(".")
        .map((part) => code(part))
        .join(" point ")}`
  ),
  rule(/\d+(?:\.\d+){2,}(?!\w)/, (m) =>
    m[0]
      .split(".")
      .map((part) => code(part))
      .join(" point ")
  ),
  rule(/401\(k\)/i, () => "four oh one ~k"),
  rule(/([A-Za-z])\+\+(?!\w)/, (m) => `~${m[1]} plus plus`),
  rule(/([A-Za-z])#(?!\w)/, (m) => `~${m[1]} sharp`),
  rule(/1\/([a-z])(?!\w|-)/i, (m) => `one per ~${m[1]}`),
  rule(/\d*\.?\d+-[a-z]{3,}(?:-[a-z]+)*(?![\w])/i, (m, context) => {
    const dash = m[0].indexOf("-")
    return `${code(m[0].slice(0, dash).replace(/^\./, ""))} ${m[0]
      .slice(dash + 1)
      .split("-")
      .map((part) => letters(part, context.known))
      .join(" ")}`
  }),
  rule(/(?=[\p{L}\d-]*\d)(?=[\p{L}\d-]*\p{L})[\p{L}\d]+(?:[-_/.][\p{L}\d]+)*(?!\w)/u, (m, { known }) =>
    parts(m[0], known)
  ),
  rule(/\d+(?:-\d+)+(?!\w)/, (m) =>
    (m[0].match(/\d+/g) ?? []).map((part) => (part.length >= 5 ? code(part) : code(part))).join(" ")
  )
]
