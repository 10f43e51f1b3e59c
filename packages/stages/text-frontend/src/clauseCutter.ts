import type { Pause } from "@parlando/pipeline"
import type { Boundary, Piece } from "./boundary.ts"
import { hasWordCharacter, mayBeSpoken } from "./characters.ts"

/** How long clauses are, in words. */
export interface ClauseLengths {
  /** Words after which an utterance's first clause may end before a phrase, without punctuation. */
  readonly firstClauseWords: number
  /** Words of the longest clause. */
  readonly maxClauseWords: number
}

/** A clause as pieces of text, before it is read. */
export interface ClauseDraft {
  readonly pieces: ReadonlyArray<Piece>
  readonly end: Pause
  readonly endsSentence: boolean
  readonly endsParagraph: boolean
}

/** Words after which a comma ends a clause that is not the first. */
const commaWords = 6
/** Words after which a semicolon, a colon, a dash or a bracket does. */
const semicolonWords = 3
/** Words beyond `firstClauseWords` after which a breath of each quality, from poor to good, ends the first clause. */
const breathDelay: Readonly<Record<number, number>> = { 1: 4, 2: 1, 3: -1 }
/** Longest clause in UTF-16 units, for text whose words are not words. */
const maxClauseUnits = 600

interface Item {
  readonly piece: Piece
  readonly boundary: Boundary
  /** Words from the clause's start to this piece, inclusive. */
  readonly words: number
}

/** How good it is to end a clause after an item when it must be ended somewhere. */
const scoreOf = (boundary: Boundary): number => {
  switch (boundary.strength) {
    case "none":
      return 0
    case "breath":
      return boundary.breath
    default:
      return 5
  }
}

/** Gathers pieces into clauses: the first one ends as early as it may, the others are long enough to sound natural. */
export class ClauseCutter {
  private items: Array<Item> = []
  private speakable = false
  private first = true
  private readonly lengths: ClauseLengths
  private readonly emit: (draft: ClauseDraft) => boolean

  constructor(lengths: ClauseLengths, emit: (draft: ClauseDraft) => boolean) {
    this.lengths = lengths
    this.emit = emit
  }

  /** Where the text that is not yet in a clause begins, when there is any. */
  get start(): number | undefined {
    return this.items[0]?.piece.token.start
  }

  /** Whether something that can be spoken waits for its clause to end. */
  get pending(): boolean {
    return this.speakable
  }

  add(piece: Piece, boundary: Boundary): void {
    const before = this.items.at(-1)?.words ?? 0
    const words = before + (hasWordCharacter(piece.token.text) ? 1 + Math.floor(piece.token.text.length / 30) : 0)
    this.items.push({ piece, boundary, words })
    if (!this.speakable) {
      this.speakable = piece.token.prescription !== undefined || mayBeSpoken(piece.token.text)
      if (!this.speakable && this.items.length > 32) this.items.shift()
    }
    if (!this.speakable) return
    switch (boundary.strength) {
      case "sentence":
      case "paragraph":
        return this.cut(this.items.length, boundary.pause, true, boundary.strength === "paragraph")
      case "stop":
        return this.cut(this.items.length, boundary.pause, false, false)
      default:
        if (this.mayEnd(boundary, words))
          return this.cut(
            this.items.length,
            this.first || boundary.pause !== "none" ? "comma" : boundary.pause,
            false,
            false
          )
        if (this.tooLong(words)) this.cutBest()
    }
  }

  /** Ends the clause with what has been gathered. */
  end(pause: Pause, endsSentence: boolean, endsParagraph: boolean): void {
    if (this.speakable) this.cut(this.items.length, pause, endsSentence, endsParagraph)
  }

  private mayEnd(boundary: Boundary, words: number): boolean {
    if (words === 0) return false
    const first = this.lengths.firstClauseWords
    switch (boundary.strength) {
      case "comma":
        return this.first || words >= Math.min(commaWords, this.lengths.maxClauseWords)
      case "semicolon":
        return this.first || words >= Math.min(semicolonWords, this.lengths.maxClauseWords)
      case "breath":
        return this.first && words >= first + (breathDelay[boundary.breath] ?? 0)
      default:
        return false
    }
  }

  private tooLong(words: number): boolean {
    const limit = this.first ? Math.min(this.lengths.maxClauseWords, this.firstLimit()) : this.lengths.maxClauseWords
    const start = this.start ?? 0
    return (
      words >= limit ||
      (this.items.at(-1)?.piece.token.end ?? 0) - start >= maxClauseUnits ||
      this.items.length >= 4 * limit
    )
  }

  /** Words of the longest first clause: more when there is no good place to end it. */
  private firstLimit(): number {
    const first = this.lengths.firstClauseWords
    const good = this.items.some((item) => 2 * item.words >= first && scoreOf(item.boundary) > 0)
    return (good ? 2 : 3) * first
  }

  /** Ends the clause at the best place of its later two thirds. */
  private cutBest(): void {
    const total = this.items.at(-1)?.words ?? 0
    let best = this.items.length - 1
    let bestScore = -1
    for (let i = 0; i < this.items.length; i++) {
      const item = this.items[i]
      if (item === undefined || item.words < total / 3) continue
      const score = scoreOf(item.boundary) + item.words / (2 * total)
      if (score > bestScore) {
        best = i
        bestScore = score
      }
    }
    this.cut(best + 1, "comma", false, false)
  }

  private cut(count: number, end: Pause, endsSentence: boolean, endsParagraph: boolean): void {
    const taken = this.items.slice(0, count)
    const rest = this.items.slice(count)
    const words = taken.at(-1)?.words ?? 0
    this.items = rest.map((item) => ({ ...item, words: item.words - words }))
    this.speakable = rest.some(
      (item) => item.piece.token.prescription !== undefined || mayBeSpoken(item.piece.token.text)
    )
    const spoken = this.emit({ pieces: taken.map((item) => item.piece), end, endsSentence, endsParagraph })
    if (spoken) this.first = false
  }
}
