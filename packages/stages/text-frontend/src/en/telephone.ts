import { cardinal, digits } from "./numbers.ts"
import { rule, type Rule } from "./Rule.ts"

const groups = (text: string): string =>
  (text.match(/\+|\d+/g) ?? [])
    .map((group) =>
      group === "+"
        ? "plus"
        : group.length === 3 && group.endsWith("00") && group !== "000"
          ? cardinal(group)
          : digits(group)
    )
    .join(" ")

/** Telephone, social security and card numbers: digits, group by group. */
export const telephoneRules: ReadonlyArray<Rule> = [
  rule(/\+\d{1,3}[ -]?(?:\(\d{1,4}\)[ -]?)?\d{2,4}(?:[ .-]\d{2,4}){1,4}(?:-\d{1,4})?(?![\w-])/, (match) =>
    groups(match[0])
  ),
  rule(/(?:1[ .-])?(?:\(\d{3}\) ?-?|\d{3}[-.])\d{3}[-.]\d{4}(?:-\d{1,5})?(?![\w-])/, (match) => groups(match[0])),
  rule(/(?:\(\d{3}\)|\d{3}) \d{3} \d{4}(?![\w-])/, (match) => groups(match[0])),
  rule(/\d{3}-\d{2}-\d{4}(?![\w-])/, (match) => digits(match[0])),
  rule(/\d{3}-\d{4}(?![\w-])/, (match) => groups(match[0])),
  rule(/\d{4}(?:[ -]\d{4}){2,3}(?![\w-])/, (match) => digits(match[0])),
  rule(/(?:911|411|311|999|112)(?![\w.,:/%-])/, (match, { before }) =>
    /^(?:call|dial|called|dialed|calling|dialing|ring|phone)$/.test(before) ? digits(match[0]) : undefined
  )
]
