import { hasWordCharacter, isDigit, isHighSurrogate, isLetter, isLower, isNewline, isSpace } from "./characters.ts"
import type { Gap, Token } from "./Token.ts"

/** Longest token, in UTF-16 units: a run without white space that is longer is cut. */
const maxTokenUnits = 240

/** Lines at least this long that do not end a sentence are taken to be wrapped by an editor, not ended by an author. */
const wrappedLineUnits = 45
/** Lines longer than this were not wrapped by an editor. */
const maxWrappedLineUnits = 110

/**
 * What the scanner reports, in an order and at places that depend on the text alone: the first unit of a token as soon as
 * it is there, and the token when it is complete.
 */
export interface TokenSink {
  readonly start: (firstUnit: number, gap: Gap) => void
  readonly token: (token: Token) => void
}

/** A place inside a run without white space where a sentence ends: `world.Today`, `1,000.That`. */
const gluedSentence = /(?:\p{Ll}{2}|\d|[)\]])[.!?]+["'”’)\]]*(?=["'“‘(]*\p{Lu}(?:\p{Ll}|$))/gu
const looksElectronic = /[@/\\]|^www\.|\.(?:com|org|net|edu|gov|io|ai|co|uk|de|html?|pdf|txt|js|ts|py|exe|zip)\b/iu
const dashOrWideStop = /[—―]|--+|[。．！？]+|\p{L}(?:\.{3,}|…+)(?=\p{L})/gu

/** Where a complete run without white space is to be cut into tokens. */
const cutsWithin = (text: string): ReadonlyArray<number> => {
  const cuts: Array<number> = []
  const consider = (end: number) => {
    if (end > 0 && end < text.length && hasWordCharacter(text.slice(end))) cuts.push(end)
  }
  for (const match of text.matchAll(dashOrWideStop)) consider(match.index + match[0].length)
  if (!looksElectronic.test(text)) {
    for (const match of text.matchAll(gluedSentence)) consider(match.index + match[0].length)
  }
  return cuts.toSorted((a, b) => a - b).filter((cut, i, all) => cut !== all[i - 1])
}

/** Only a run with one of these may have to be cut. */
const mayHaveCuts = /[^\p{ASCII}]|[.!?-]./u

/** Whether a unit opens a quotation or a bracket. */
const opensQuotation = (unit: number): boolean => "\"'“‘«([".includes(String.fromCharCode(unit))

/** Whether a run is nothing but full stops, which may be the beginning of a spaced ellipsis: `. . .` */
const isDots = (text: string): boolean => /^\.+$/.test(text)

/**
 * Cuts a stream of text into tokens. Memory holds the token that is being read and what the segmenter has not released.
 */
export class Scanner {
  private buffer = ""
  /** Position of the buffer's first unit. */
  private base = 0
  private position = 0
  private tokenStart = -1
  private newlines = 0
  private lastOfToken = 0
  private spaceBeforeNewline = false
  private sawSpace = false
  private lineStart = 0
  private lineBeforeGap = 0
  private lastUnit = 0
  /** Full stops that may grow into a spaced ellipsis. */
  private dots: Token | undefined
  private readonly sink: TokenSink

  constructor(sink: TokenSink) {
    this.sink = sink
  }

  /** Position after the last unit that was pushed. */
  get end(): number {
    return this.base + this.buffer.length
  }

  /** Whether a token is being read. */
  get reading(): boolean {
    return this.tokenStart >= 0 || this.dots !== undefined
  }

  /** Where the token that is being read begins, or the next one may. */
  get tokenPosition(): number {
    return this.dots?.start ?? (this.tokenStart >= 0 ? this.tokenStart : this.position)
  }

  /** The text between two positions that are not yet released. */
  slice(start: number, end: number): string {
    return this.buffer.slice(start - this.base, end - this.base)
  }

  /** Forgets the text before a position. */
  release(position: number): void {
    const keep = Math.min(
      position,
      this.tokenStart >= 0 ? this.tokenStart : this.position,
      this.dots?.start ?? position
    )
    if (keep - this.base > 4096 || keep - this.base === this.buffer.length) {
      this.buffer = this.buffer.slice(keep - this.base)
      this.base = keep
    }
  }

  push(text: string): void {
    this.buffer = this.buffer === "" ? text : this.buffer + text
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (isSpace(unit)) this.space(unit)
      else this.unit(unit)
    }
  }

  /** Completes the token that is being read, as if white space followed. */
  finish(): void {
    if (this.tokenStart >= 0) this.complete(this.position)
    this.releaseDots()
  }

  /** Takes text as one token whatever it holds: what markup prescribes the speech of. */
  atom(text: string, prescription: NonNullable<Token["prescription"]>): void {
    if (this.tokenStart >= 0) this.complete(this.position)
    this.releaseDots()
    const start = this.position
    this.buffer += text
    this.position += text.length
    const gap = this.gap(text.charCodeAt(0))
    this.sink.start(text.charCodeAt(0), gap)
    this.afterToken(text.charCodeAt(text.length - 1))
    this.sink.token({ start, end: this.position, text, gap, prescription })
  }

  private space(unit: number): void {
    if (this.tokenStart >= 0) this.complete(this.position)
    this.sawSpace = true
    if (isNewline(unit)) {
      if (!(unit === 10 && this.lastUnit === 13)) {
        if (this.newlines === 0) this.lineBeforeGap = this.position - this.lineStart
        this.newlines++
      }
      this.lineStart = this.position + 1
    } else if (this.newlines === 0) {
      this.spaceBeforeNewline = true
    }
    this.lastUnit = unit
    this.position++
  }

  private unit(unit: number): void {
    if (this.tokenStart < 0) {
      this.tokenStart = this.position
      if (this.dots !== undefined && unit !== 46) this.releaseDots()
      if (this.dots === undefined) this.sink.start(unit, this.gap(unit))
    } else if (this.position - this.tokenStart >= maxTokenUnits && !isHighSurrogate(this.lastUnit)) {
      this.complete(this.position)
      this.tokenStart = this.position
      if (this.dots !== undefined) this.releaseDots()
      this.sink.start(unit, "none")
    }
    this.lastUnit = unit
    this.position++
  }

  /** What the white space before the current position is, given the unit that follows it. */
  private gap(next: number): Gap {
    if (this.newlines === 0) return this.sawSpace ? "space" : "none"
    if (this.newlines > 1) return "paragraph"
    if (this.lineBeforeGap >= wrappedLineUnits) {
      const goesOn = isLetter(next) || isDigit(next) || (this.endsSentence() && opensQuotation(next))
      const wrapped = isLower(next) || (this.lineBeforeGap <= maxWrappedLineUnits && goesOn)
      return wrapped ? "space" : "paragraph"
    }
    return this.spaceBeforeNewline && isLower(next) ? "space" : "paragraph"
  }

  private endsSentence(): boolean {
    return this.lastOfToken === 46 || this.lastOfToken === 33 || this.lastOfToken === 63
  }

  private afterToken(lastUnit: number): void {
    this.newlines = 0
    this.sawSpace = false
    this.spaceBeforeNewline = false
    this.lastOfToken = lastUnit
  }

  private complete(end: number): void {
    const start = this.tokenStart
    const text = this.slice(start, end)
    this.tokenStart = -1
    if (this.dots !== undefined) {
      if (isDots(text) && this.newlines === 0) {
        this.dots = { ...this.dots, end, text: this.slice(this.dots.start, end) }
        this.afterToken(46)
        return
      }
      this.releaseDots()
      this.sink.start(text.charCodeAt(0), this.gap(text.charCodeAt(0)))
    }
    const gap = this.gap(text.charCodeAt(0))
    this.afterToken(text.charCodeAt(text.length - 1))
    if (isDots(text)) {
      this.dots = { start, end, text, gap }
      return
    }
    let from = 0
    if (text.length > 1 && mayHaveCuts.test(text)) {
      for (const cut of cutsWithin(text)) {
        this.sink.token({
          start: start + from,
          end: start + cut,
          text: text.slice(from, cut),
          gap: from === 0 ? gap : "none"
        })
        this.sink.start(text.charCodeAt(cut), "none")
        from = cut
      }
    }
    this.sink.token({
      start: start + from,
      end,
      text: from === 0 ? text : text.slice(from),
      gap: from === 0 ? gap : "none"
    })
  }

  private releaseDots(): void {
    const dots = this.dots
    if (dots === undefined) return
    this.dots = undefined
    this.sink.token(dots)
  }
}
