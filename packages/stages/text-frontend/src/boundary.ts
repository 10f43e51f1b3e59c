import type { Pause } from "@parlando/pipeline"
import { hasWordCharacter, isDigit, isLetter, isLower, isUpper } from "./characters.ts"
import type { SegmentationRules } from "./Language.ts"
import { partsOf, pauseOf, type Parts } from "./punctuation.ts"
import type { Gap, Token } from "./Token.ts"

/** How strongly the text divides after a token, from not at all to the end of a paragraph. */
export type Strength = "none" | "breath" | "comma" | "semicolon" | "stop" | "sentence" | "paragraph"

export interface Boundary {
  readonly strength: Strength
  readonly pause: Pause
  /** For a breath: how good a place it is, 1 to 3. */
  readonly breath: number
}

/** A token and what was found out about it. */
export interface Piece {
  readonly token: Token
  readonly parts: Parts
  /** The core in lower case. */
  readonly word: string
}

export const pieceOf = (token: Token): Piece => {
  const parts = token.prescription === undefined ? partsOf(token.text) : { lead: "", core: token.text, trail: "" }
  return { token, parts, word: parts.core.toLowerCase() }
}

/**
 * What may be looked at after a token: the first unit of the next one, and the tokens after it that are complete. When the
 * text is over, `ended` is set and what is missing will never come.
 */
export interface Lookahead {
  readonly next: number | undefined
  /** What stands before that unit. */
  readonly gap: Gap
  readonly pieces: ReadonlyArray<Piece>
  readonly ended: boolean
}

const none: Boundary = { strength: "none", pause: "none", breath: 0 }

const marker = /^[([]?(?:(\d{1,3})|([a-z])|([ivx]{2,5}))(\.\)|[.)\]])$/i
const bullet = /^[•‣⁃◦▪●·*–-]+$/u

interface Marker {
  readonly style: string
  readonly values: ReadonlyArray<number>
}

const romanDigits: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10 }

const romanValue = (text: string): number => {
  let value = 0
  let previous = 0
  for (const c of text.toLowerCase()) {
    const digit = romanDigits[c] ?? 0
    value += digit > previous ? digit - 2 * previous : digit
    previous = digit
  }
  return value
}

/** A list item's marker, `2.` or `b)` or `(iv)`, with every number it may stand for. */
const markerOf = (text: string): Marker | undefined => {
  const match = marker.exec(text.replace(/^[•⁃]/u, ""))
  if (match === null) return undefined
  const [, digits, letter, roman, close] = match
  const values: Array<number> = []
  const label = digits ?? letter ?? roman ?? ""
  if (digits !== undefined) values.push(Number(digits))
  else {
    if (/^[ivx]+$/i.test(label)) values.push(romanValue(label))
    if (label.length === 1) values.push(label.toLowerCase().charCodeAt(0) - 96)
  }
  const kind = digits !== undefined ? "1" : label === label.toUpperCase() ? "A" : "a"
  return { style: kind + (close ?? ""), values }
}

const openers = new Set(["“", "‘", "«", "„", "(", "[", "{"])
const closers: Readonly<Record<string, string>> = { "”": "“", "’": "‘", "»": "«", ")": "(", "]": "[", "}": "{" }

/** Tokens after which a quotation or a bracket is taken never to have been meant to be closed. */
const maxQuotedTokens = 110

/** Quotations and brackets within one another that are kept in mind. */
const maxOpen = 16

interface Open {
  readonly mark: string
  age: number
}

/** Finds where the text divides. It reads the tokens in order and remembers the quotations and the list it is in. */
export class BoundaryFinder {
  private open: Array<Open> = []
  private list: Marker | undefined
  /** Whether only markers and bullets came since the sentence began. */
  private atStart = true
  private previous: Piece | undefined
  private readonly rules: SegmentationRules

  constructor(rules: SegmentationRules) {
    this.rules = rules
  }

  /**
   * The boundary after a piece, or undefined when more of the text is needed. It must be asked again with every further
   * event until it answers, and then `pass` must be called.
   */
  after(piece: Piece, ahead: Lookahead): Boundary | undefined {
    const { next, pieces, ended } = ahead
    if (next === undefined) return ended ? this.atEnd(piece) : undefined
    const gap = pieces[0]?.token.gap ?? ahead.gap
    if (gap === "paragraph") return { strength: "paragraph", pause: this.pauseAtEnd(piece), breath: 0 }
    const quotes = this.opened(piece)
    const inside = quotes.length > 0
    const trail = piece.parts.trail
    const following = pieces[0]
    if (following === undefined) return this.early(piece, next, inside)
    if (!hasWordCharacter(following.token.text)) {
      const bulleted = bullet.test(following.token.text) && /^[•‣⁃◦▪●]/u.test(following.token.text)
      if (bulleted) return { strength: "sentence", pause: this.pauseAtEnd(piece), breath: 0 }
      if (/^\.( \.)+$/.test(following.token.text) && trail === "." && piece.parts.core !== "") {
        const beyond = pieces[1]
        if (beyond === undefined && !ended) return undefined
        if (beyond !== undefined && isUpper(beyond.parts.core.charCodeAt(0)) && !inside) return this.sentence(piece)
      }
      return none
    }
    const item = this.itemAt(following)
    if (item && !inside) {
      const beyond = pieces[1]
      if (beyond === undefined && !ended) return undefined
      if (beyond !== undefined && !this.abbreviates(piece))
        return { strength: "sentence", pause: this.pauseAtEnd(piece), breath: 0 }
    }
    if (this.citationEnds(piece) && isUpper(following.parts.core.charCodeAt(0)) && !inside)
      return { strength: "sentence", pause: "stop", breath: 0 }
    if (/(?:--|[—–])["”’']$/.test(trail) && isUpper(following.parts.core.charCodeAt(0)) && !inside)
      return { strength: "sentence", pause: "stop", breath: 0 }
    if (/[.!?…。．！？]/u.test(trail)) return this.afterStop(piece, following, inside)
    if (/^[•⁃]/u.test(following.token.text)) return { strength: "sentence", pause: this.pauseAtEnd(piece), breath: 0 }
    return this.withinSentence(piece, following)
  }

  /** Moves past a piece whose boundary is decided. */
  pass(piece: Piece, boundary: Boundary): void {
    this.open = this.opened(piece)
    for (const open of this.open) open.age++
    this.open = this.open.filter((open) => open.age < maxQuotedTokens).slice(0, maxOpen)
    const item = this.atStart || this.itemAt(piece) ? markerOf(piece.token.text) : undefined
    if (item !== undefined) this.list = item
    if (boundary.strength === "paragraph") this.open = []
    this.atStart =
      boundary.strength === "sentence" || boundary.strength === "paragraph"
        ? true
        : this.atStart && (item !== undefined || !hasWordCharacter(piece.token.text))
    this.previous = piece
  }

  /** Forgets what a sentence has opened: markup says that one ends here. */
  reset(): void {
    this.open = []
    this.atStart = true
  }

  /** What the first unit of the next token is enough to decide, in plain prose. */
  private early(piece: Piece, next: number, inside: boolean): Boundary | undefined {
    const { core, trail } = piece.parts
    if (this.list !== undefined || inside || core === "") return undefined
    if (trail === "," && isLower(next)) return { strength: "comma", pause: "comma", breath: 0 }
    if (!isUpper(next) || core.length < 2 || !/^\p{L}+$/u.test(core)) return undefined
    if (trail === "." ? this.kindOf(piece) === undefined : /^[!?]+$/.test(trail)) return this.sentence(piece)
    return undefined
  }

  private sentence(piece: Piece): Boundary {
    const pause = pauseOf(piece.parts.trail)
    return { strength: "sentence", pause: pause === "none" || pause === "comma" ? "stop" : pause, breath: 0 }
  }

  private pauseAtEnd(piece: Piece): Pause {
    const pause = pauseOf(piece.parts.trail)
    return pause === "none" || pause === "comma" ? "stop" : pause
  }

  private atEnd(piece: Piece): Boundary {
    return { strength: "paragraph", pause: this.pauseAtEnd(piece), breath: 0 }
  }

  /** The quotations and brackets that are open after a piece. */
  private opened(piece: Piece): Array<Open> {
    const open = this.open.slice()
    const { lead, core, trail } = piece.parts
    const last = () => open.at(-1)?.mark
    for (const c of lead) {
      if (openers.has(c)) open.push({ mark: c, age: 0 })
      else if (c === '"') {
        if (last() === '"' && core === "") open.pop()
        else if (!open.some((o) => o.mark === '"')) open.push({ mark: c, age: 0 })
      } else if (c === "'" && core !== "" && !/^(?:em|tis|twas|til|cause|round|n|\d0s)$/i.test(core)) {
        if (!open.some((o) => o.mark === "'")) open.push({ mark: c, age: 0 })
      }
    }
    for (const c of core) {
      if (c === "(" || c === "[" || c === "{") open.push({ mark: c, age: 0 })
      else if (c === ")" || c === "]" || c === "}") {
        if (last() === closers[c]) open.pop()
      }
    }
    for (const c of trail) {
      const mark = c === '"' || c === "'" ? c : closers[c]
      if (mark === undefined) continue
      for (let i = open.length - 1; i >= 0; i--) {
        if (open[i]?.mark === mark) {
          open.length = i
          break
        }
      }
    }
    return open
  }

  /** Whether a piece is the marker of the list's next item, or of the first of a new list. */
  private itemAt(piece: Piece): boolean {
    const found = markerOf(piece.token.text)
    if (found === undefined) return false
    if (this.list === undefined) return false
    if (found.values.includes(1) && found.style !== "A.") return true
    const expected = this.list.values.map((value) => value + 1)
    return found.style === this.list.style && found.values.some((value) => expected.includes(value))
  }

  /** Whether a note's number stands after the full stop that ends a sentence: `found.12`, `saint.[1]`. */
  private citationEnds(piece: Piece): boolean {
    const { text } = piece.token
    if (/(?:\p{Ll}{3}|[)\]”"])\.(?:\d{1,3}(?:[,–-]\d{1,3})*|(?:\[\d{1,3}\])+)$/u.test(text))
      return !/[@/]|\d\.\d/.test(text)
    return (
      /^\d{1,3}$/.test(text) && this.previous !== undefined && /\p{Ll}{3}\.\d{1,3}$/u.test(this.previous.token.text)
    )
  }

  private abbreviates(piece: Piece): boolean {
    return piece.parts.trail.startsWith(".") && this.kindOf(piece) === "number"
  }

  private kindOf(piece: Piece) {
    const afterNumber =
      this.previous !== undefined && isDigit(this.previous.word.charCodeAt(this.previous.word.length - 1))
    return this.rules.abbreviation(piece.parts.core.replace(/^.*[-–(/]/u, ""), afterNumber || /^\d/.test(piece.word))
  }

  private afterStop(piece: Piece, following: Piece, inside: boolean): Boundary {
    const { core, trail } = piece.parts
    const pause = pauseOf(trail)
    const first = following.parts.core.charCodeAt(0)
    const startsLow = isLower(first)
    const ellipsis = /\.{2,}|…|\. \./u.test(trail)
    if (ellipsis && /^(?:\. ?){1,3}$|^…$/.test(trail) && /^i(?:['’]\p{L}+)?$/u.test(following.word))
      return { strength: "comma", pause: "comma", breath: 0 }
    const ending: Boundary = inside
      ? { strength: "stop", pause, breath: 0 }
      : { strength: "sentence", pause, breath: 0 }
    const aside: Boundary = { strength: "comma", pause: "comma", breath: 0 }
    if (/^[.!?]+[,;:]/u.test(trail)) return { ...aside, pause }
    const dotted = trail.startsWith(".") && !ellipsis && !/[!?]/.test(trail)
    if (dotted && core !== "") {
      const closes = trail.length > 1
      if (this.atStart && markerOf(piece.token.text) !== undefined)
        return { strength: "none", pause: "comma", breath: 0 }
      if (!closes && /^\p{L}?\d{1,2}$/u.test(core) && startsLow) return none
      const kind = this.kindOf(piece)
      if (kind !== undefined) {
        const ends = this.abbreviationEnds(kind, piece, following, first, startsLow)
        if (!ends) return closes ? aside : none
        return ending
      }
      if (/\p{L}$/u.test(core) && !isLetter(first) && !isDigit(first) && startsLow) return none
    }
    if (startsLow) {
      if (ellipsis) return aside
      if (dotted) return /["'”’)\]]/u.test(trail) ? aside : following.token.text.startsWith(".") ? none : ending
      if (/["'”’)\]]/u.test(trail)) return { strength: "comma", pause, breath: 0 }
      const named = isUpper(core.charCodeAt(0)) && !this.atStart
      return named ? none : { strength: "stop", pause, breath: 0 }
    }
    if (/["'”’]$/u.test(trail) && /^[([]/.test(following.parts.lead)) return { strength: "stop", pause, breath: 0 }
    return ending
  }

  private abbreviationEnds(
    kind: NonNullable<ReturnType<SegmentationRules["abbreviation"]>>,
    piece: Piece,
    following: Piece,
    first: number,
    startsLow: boolean
  ): boolean {
    if (startsLow) return false
    const starts = isUpper(first) && this.rules.startsSentence(following.word)
    const quoted = /^["“‘(]/u.test(following.parts.lead)
    switch (kind) {
      case "inner":
        return false
      case "title":
        return false
      case "street":
        return starts && this.previous !== undefined && isUpper(this.previous.parts.core.charCodeAt(0))
      case "number":
        if (following.word === "i") return true
        return (
          !isDigit(first) &&
          !/^[ivxlc]+$/i.test(following.word) &&
          (isUpper(first) ? starts || /^(?:no|app|ex|art)$/.test(piece.word) : false)
        )
      case "time":
        return isUpper(first) && !this.rules.continuesTime(following.word.replaceAll(".", ""))
      case "initial":
        return piece.word === "i" &&
          this.previous !== undefined &&
          isLower(this.previous.word.charCodeAt(0)) &&
          this.previous.parts.core === this.previous.word
          ? isUpper(first)
          : starts && following.word !== "i"
      case "letters":
      case "any":
        return starts || (quoted && isUpper(first)) || (kind === "any" && piece.word === "etc" && isUpper(first))
    }
  }

  private withinSentence(piece: Piece, following: Piece): Boundary {
    const { trail } = piece.parts
    const pause = pauseOf(trail + following.parts.lead)
    if (/[;:：；]/u.test(trail) && following.token.gap !== "none")
      return { strength: "semicolon", pause: "comma", breath: 0 }
    if (
      /[—―]|--|^[–-]+$/u.test(trail) ||
      (/[—―([]|^[–-]+$/u.test(following.parts.lead) && following.parts.lead !== "-")
    )
      return { strength: "semicolon", pause: "comma", breath: 0 }
    if (trail.includes(",") || trail.includes(")") || trail.includes("]") || /[、，]/u.test(trail)) {
      const date = /\d$/.test(piece.parts.core) && /^\d/.test(following.parts.core)
      const place = /^[A-Z]{2}$/.test(following.parts.core)
      return date || place
        ? { strength: "none", pause: "comma", breath: 0 }
        : { strength: "comma", pause: "comma", breath: 0 }
    }
    if (pause !== "none") return { strength: "none", pause, breath: 0 }
    const breath = this.rules.clings(piece.word) ? 0 : this.rules.breathBefore(following.word)
    return breath > 0 ? { strength: "breath", pause: "none", breath } : none
  }
}
