import { cardinal } from "./numbers.ts"
import { rule, type Rule } from "./Rule.ts"

/** Signs that are named wherever they stand. */
const names: Readonly<Record<string, string>> = {
  "&": "and",
  "%": "percent",
  "@": "at",
  "#": "hash",
  $: "dollar",
  "€": "euro",
  "£": "pound",
  "¥": "yen",
  "₩": "won",
  "₹": "rupee",
  "¢": "cent",
  "§": "section",
  "©": "copyright",
  "®": "registered",
  "™": "trademark",
  "°": "degree",
  º: "degree",
  "†": "dagger",
  "‡": "double dagger",
  "¶": "paragraph",
  "∞": "infinity",
  "√": "square root",
  "∑": "sum",
  "∏": "product",
  "∫": "integral",
  "∂": "partial",
  "∆": "delta",
  "∇": "nabla",
  µ: "micro",
  "≈": "about",
  "≠": "is not equal to",
  "≤": "at most",
  "≥": "at least",
  "±": "plus or minus",
  "×": "times",
  "÷": "divided by",
  "→": "to",
  "←": "left arrow",
  "↑": "up arrow",
  "↓": "down arrow",
  "⇒": "implies",
  "♥": "heart",
  "★": "star",
  "☆": "star",
  "✓": "check",
  "✔": "check",
  "✗": "cross",
  "♪": "note",
  "‰": "per mille",
  "+": "plus",
  "=": "equals"
}
const greek: Readonly<Record<string, string>> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "epsilon",
  ζ: "zeta",
  η: "eta",
  θ: "theta",
  ι: "iota",
  κ: "kappa",
  λ: "lambda",
  μ: "mu",
  ν: "nu",
  ξ: "xi",
  ο: "omicron",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  ς: "sigma",
  τ: "tau",
  υ: "upsilon",
  φ: "phi",
  χ: "chi",
  ψ: "psi",
  ω: "omega"
}

/** Greek letters that stand alone. */
export const greekRules: ReadonlyArray<Rule> = [rule(/[Ͱ-Ͽ](?![\p{L}])/u, (m) => greek[m[0].toLowerCase()])]

/** Words that lost their beginnings. */
export const elisionRules: ReadonlyArray<Rule> = [
  rule(/['’]n['’](?!\w)/i, () => "and"),
  rule(/['’](?:tis|twas|til|em|bout|round|cause)(?!\w)/i, (m) => m[0].replace("’", "'"))
]

/** Signs by their names. */
export const symbolRules: ReadonlyArray<Rule> = [
  rule(/#(?![\s#])/, () => "hash"),
  rule(/[<>]=?(?= ?\d)/, (m, { text, start }) =>
    /(?:^|[\s(])$/.test(text.slice(0, start)) ? (m[0].startsWith("<") ? "less than" : "more than") : undefined
  ),
  rule(/[₀-₉]+/, (m) => cardinal(Array.from(m[0], (c) => c.charCodeAt(0) - 0x2080).join(""))),
  rule(/#+(?=\s)/, (_, { text, start }) => (/^[\s#]*$/.test(text.slice(0, start)) ? undefined : "hash")),
  rule(/[\\_|~^*<>/](?=\s|$)/, (m, { text, start }) => {
    if (!/(?:^|\s)$/.test(text.slice(0, start))) return undefined
    return m[0] === "/" ? "slash" : m[0] === "<" ? "less than" : m[0] === ">" ? "greater than" : undefined
  }),
  rule(/\/(?=[^\s\d]*[$€£%])/, (_, { text, start }) => (/(?:^|\s)$/.test(text.slice(0, start)) ? "slash" : undefined)),
  rule(/\/(?=[\p{L}\d])/u, (_, { text, start }) => (/[\p{L}\d]$/u.test(text.slice(0, start)) ? "slash" : undefined)),
  rule(/\*(?=\d)/, (_, { text, start }) => (/\d$/.test(text.slice(0, start)) ? "asterisk" : undefined)),
  rule(/[&%@$€£¥₩₹¢§©®™°º†‡¶∞√∑∏∫∂∆∇µ≈≠≤≥±×÷→←↑↓⇒♥★☆✓✔✗♪‰]/, (m) => names[m[0]]),
  rule(/[+=](?=\s|$|\w)/, (m, { text, start }) => (/[\w\s)]$/.test(text.slice(0, start)) ? names[m[0]] : undefined))
]
