import { cardinal } from "./numbers.ts"
import { rule, type Rule } from "./Rule.ts"

const half = "(?:\\s?([ap])\\.?\\s?m(?![a-df-z])\\.?)"
const zone = "(?:\\s?((?:[ecmp]\\.?[sd]\\.?t|utc|gmt|bst|cet|cest|ist|jst)(?![a-z])\\.?))"
const clock = "([01]?\\d|2[0-4])"

const halfOf = (letter: string | undefined): string => (letter === undefined ? "" : ` ~${letter.toUpperCase()}M`)
const zoneOf = (text: string | undefined): string =>
  text === undefined ? "" : ` ~${text.replaceAll(".", "").toUpperCase()}`
const hour = (text: string | undefined): string => cardinal(text ?? "")

const plural = (text: string | undefined, unit: string): string => {
  const words = hour(text)
  return `${words} ${unit}${words === "one" ? "" : "s"}`
}

/** Hours and minutes: `5:05` is `five oh five`. */
const minutes = (hours: string | undefined, text: string | undefined, bare: boolean): string => {
  if (text === "00") return bare ? `${hour(hours)} o'clock` : hour(hours)
  return `${hour(hours)} ${text?.startsWith("0") ? `oh ${cardinal(text)}` : hour(text)}`
}

const oneTime = new RegExp(`^${clock}(?:[:.]([0-5]\\d))?${half}?${zone}?$`, "i")
const said = (text: string): string => {
  const m = oneTime.exec(text)
  return m === null
    ? text
    : minutes(m[1], m[2] ?? "00", m[3] === undefined && m[4] === undefined) + halfOf(m[3]) + zoneOf(m[4])
}

const time = `${clock}(?::[0-5]\\d)?`

/** Times of day, with zones, and spans of them. */
export const timeRules: ReadonlyArray<Rule> = [
  rule(
    new RegExp(`${clock}:([0-5]\\d):([0-5]\\d)${half}?${zone}?(?![\\w:])`, "i"),
    (m) =>
      `${plural(m[1], "hour")} ${plural(m[2], "minute")} and ${plural(m[3], "second")}${halfOf(m[4])}${zoneOf(m[5])}`
  ),
  rule(new RegExp(`(${time}${half}?${zone}?)\\s?[-–]\\s?(${time}${half}${zone}?)(?![\\w:])`, "i"), (m) => {
    const [, first = ""] = m
    const second = m[5] ?? ""
    return `${said(first.trim())} to ${said(second.trim())}`.replace(" o'clock", "")
  }),
  rule(
    new RegExp(`(${clock}:[0-5]\\d)\\s?[-–]\\s?(${clock}:[0-5]\\d)(?![\\w:])`),
    (m) => `${said(m[1] ?? "")} to ${said(m[3] ?? "")}`
  ),
  rule(new RegExp(`${clock}:([0-5]\\d)${half}?${zone}?(?![\\w:]|[.]\\d)`, "i"), (m) => {
    const bare = m[3] === undefined && m[4] === undefined
    return minutes(m[1], m[2], bare) + halfOf(m[3]) + zoneOf(m[4])
  }),
  rule(new RegExp(`(1[0-2]|0?[1-9])${half}${zone}?(?!\\w)`, "i"), (m) => {
    if (/\d\s+am$/.test(m[0])) return `${hour(m[1])} ~AM`
    return hour(m[1]) + halfOf(m[2]) + zoneOf(m[3])
  }),
  rule(new RegExp(`(1[0-2]|[1-9])\\.([0-5]\\d)${half}(?!\\w)`, "i"), (m) => minutes(m[1], m[2], false) + halfOf(m[3]))
]
