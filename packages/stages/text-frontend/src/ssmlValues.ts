import type { Prosody } from "@parlando/pipeline"

const bounded = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high)

/** Longest silence that a `break` may ask for, in seconds. */
export const maxSilence = 10

const strengths: Readonly<Record<string, number>> = {
  none: 0,
  "x-weak": 0.1,
  weak: 0.2,
  medium: 0.4,
  strong: 0.7,
  "x-strong": 1.2
}

/** Seconds of a `break`, or undefined when its attributes cannot be read. */
export const silenceOf = (time: string | undefined, strength: string | undefined): number | undefined => {
  if (time === undefined) return strengths[strength ?? "medium"]
  const match = /^\+?(\d*\.?\d+)\s*(ms|s)$/i.exec(time.trim())
  return match === null ? undefined : Number(match[1]) / (match[2]?.toLowerCase() === "ms" ? 1000 : 1)
}

const rates: Readonly<Record<string, number>> = {
  "x-slow": 0.5,
  slow: 0.75,
  medium: 1,
  default: 1,
  fast: 1.25,
  "x-fast": 1.75
}
const pitches: Readonly<Record<string, number>> = { "x-low": -6, low: -3, medium: 0, default: 0, high: 3, "x-high": 6 }
const volumes: Readonly<Record<string, number>> = {
  silent: -40,
  "x-soft": -12,
  soft: -6,
  medium: 0,
  default: 0,
  loud: 6,
  "x-loud": 10
}

/** A typical speaking pitch, in hertz, from which shifts in hertz are reckoned. */
const typicalPitch = 200

const rateOf = (text: string): number | undefined => {
  const match = /^([+-]?)(\d*\.?\d+)(%?)$/.exec(text)
  if (match === null) return rates[text]
  const value = Number(match[2]) / (match[3] === "%" ? 100 : 1)
  return match[1] === "" ? value : match[1] === "+" ? 1 + value : 1 - value
}

const pitchOf = (text: string): number | undefined => {
  const match = /^([+-])(\d*\.?\d+)(%|st|hz)$/i.exec(text)
  if (match === null) return pitches[text]
  const value = Number(match[1] + (match[2] ?? ""))
  const unit = match[3]?.toLowerCase()
  if (unit === "st") return value
  const ratio = unit === "%" ? 1 + value / 100 : (typicalPitch + value) / typicalPitch
  return ratio > 0 ? 12 * Math.log2(ratio) : undefined
}

const volumeOf = (text: string): number | undefined => {
  const decibels = /^([+-]?\d*\.?\d+)db$/i.exec(text)?.[1]
  if (decibels !== undefined) return Number(decibels)
  const level = /^\d*\.?\d+$/.exec(text)?.[0]
  return level === undefined ? volumes[text] : 20 * Math.log10(Math.max(Number(level), 0.01) / 100)
}

/**
 * The prosody inside an element with these attributes, within what a voice can do (rate 0.25 to 4, pitch 12 semitones up
 * or down, volume -40 to 12 dB), and the names of the attributes that cannot be read.
 */
export const prosodyWith = (
  outer: Prosody,
  attributes: Readonly<Record<string, string>>
): { readonly prosody: Prosody; readonly unread: ReadonlyArray<string> } => {
  const unread: Array<string> = []
  const value = (name: string, of: (text: string) => number | undefined, neutral: number): number => {
    const text = attributes[name]?.trim().toLowerCase()
    const found = text === undefined ? neutral : of(text)
    if (found === undefined) unread.push(name)
    return found ?? neutral
  }
  for (const name of ["contour", "range", "duration"]) if (attributes[name] !== undefined) unread.push(name)
  return {
    prosody: {
      rate: bounded(outer.rate * value("rate", rateOf, 1), 0.25, 4),
      pitch: bounded(outer.pitch + value("pitch", pitchOf, 0), -12, 12),
      volume: bounded(outer.volume + value("volume", volumeOf, 0), -40, 12)
    },
    unread
  }
}

/** What emphasis does to the voice. */
export const emphasised = (outer: Prosody, level: string | undefined): Prosody => {
  const [rate, pitch, volume] =
    level === "strong"
      ? [0.85, 2, 4]
      : level === "reduced"
        ? [1.1, -1, -3]
        : level === "none"
          ? [1, 0, 0]
          : [0.92, 1, 2]
  return {
    rate: bounded(outer.rate * (rate ?? 1), 0.25, 4),
    pitch: bounded(outer.pitch + (pitch ?? 0), -12, 12),
    volume: bounded(outer.volume + (volume ?? 0), -40, 12)
  }
}
