import { neutralProsody, type Clause, type Pause } from "@parlando/pipeline"
import { BoundaryFinder, pieceOf, type Boundary, type Lookahead, type Piece } from "./boundary.ts"
import { ClauseCutter, type ClauseDraft, type ClauseLengths } from "./clauseCutter.ts"
import { readClause, type Origin, type ReaderServices } from "./clauseReader.ts"
import type { SegmentationRules } from "./Language.ts"
import { Scanner } from "./scanner.ts"
import type { Gap, Token } from "./Token.ts"

/**
 * One utterance's text on its way to clauses: pure, synchronous, in constant memory. However the text is cut into
 * fragments, the clauses are the same.
 */
export interface FrontendSession {
  /** Takes the next fragment and returns the clauses that are now decided. They are never taken back. */
  readonly push: (fragment: string) => ReadonlyArray<Clause>
  /** Returns what there is as clauses now, the last one with `forced` set. More text may follow. */
  readonly flush: () => ReadonlyArray<Clause>
  /** The text is over: returns what was left. */
  readonly end: () => ReadonlyArray<Clause>
  /** Whether text waits that could be spoken. */
  readonly pending: () => boolean
}

export interface SessionServices extends ReaderServices {
  readonly segmentation: SegmentationRules
}

class TextSession implements FrontendSession {
  private readonly scanner: Scanner
  private readonly finder: BoundaryFinder
  private readonly cutter: ClauseCutter
  private readonly origin: Origin
  private readonly services: SessionServices
  private clauses: Array<Clause> = []
  /** Pieces whose boundaries are not decided, and what is known of the token after them. */
  private queue: Array<Piece> = []
  private next: number | undefined
  private nextGap: Gap = "none"
  private index = 0
  private sentence = 0
  private forced = false

  constructor(services: SessionServices, lengths: ClauseLengths) {
    this.services = services
    this.finder = new BoundaryFinder(services.segmentation)
    this.cutter = new ClauseCutter(lengths, (draft) => this.read(draft))
    this.scanner = new Scanner({
      start: (unit, gap) => {
        this.next = unit
        this.nextGap = gap
        this.decide(false)
      },
      token: (token) => this.token(token)
    })
    const same = (position: number) => position
    this.origin = { start: same, end: same, slice: (start, end) => this.scanner.slice(start, end) }
  }

  readonly push = (fragment: string): ReadonlyArray<Clause> => {
    this.scanner.push(fragment)
    this.scanner.release(this.cutter.start ?? this.queue[0]?.token.start ?? Number.POSITIVE_INFINITY)
    return this.take()
  }

  readonly flush = (): ReadonlyArray<Clause> => {
    this.scanner.finish()
    this.forced = true
    this.decide(true)
    this.cutter.end("comma", false, false)
    this.forced = false
    return this.take()
  }

  readonly end = (): ReadonlyArray<Clause> => {
    this.scanner.finish()
    this.decide(true)
    this.cutter.end("stop", true, true)
    return this.take()
  }

  readonly pending = (): boolean => this.cutter.pending || this.queue.length > 0 || this.scanner.reading

  private token(token: Token): void {
    this.next = undefined
    this.queue.push(pieceOf(token))
    this.decide(false)
  }

  private decide(ended: boolean): void {
    for (let head = this.queue[0]; head !== undefined; head = this.queue[0]) {
      const following = this.queue[1]
      const ahead: Lookahead = {
        next: following === undefined ? this.next : following.token.text.charCodeAt(0),
        gap: following === undefined ? this.nextGap : following.token.gap,
        pieces: this.queue.slice(1),
        ended
      }
      const found = this.finder.after(head, ahead)
      if (found === undefined) return
      const boundary = this.forced && following === undefined ? forcedEnd(found, head) : found
      this.finder.pass(head, boundary)
      this.queue.shift()
      this.cutter.add(head, boundary)
    }
  }

  private read(draft: ClauseDraft): void {
    const first = draft.pieces[0]
    const last = draft.pieces.at(-1)
    if (first === undefined || last === undefined) return
    const plain = this.scanner.slice(first.token.start, last.token.end)
    const setting = {
      index: this.index,
      sentence: this.sentence,
      forced: this.forced && this.queue.length === 0,
      prosody: neutralProsody
    }
    const clause = readClause(draft, setting, plain, this.origin, this.services)
    if (clause === undefined) return
    this.index++
    if (draft.endsSentence) this.sentence++
    this.clauses.push(clause)
  }

  private take(): ReadonlyArray<Clause> {
    const clauses = this.clauses
    this.clauses = []
    return clauses
  }
}

/** How a clause ends that a flush ends: as a sentence only when it has a sentence's punctuation. */
const forcedEnd = (boundary: Boundary, piece: Piece): Boundary => {
  const ends = /[.?!。．！？]/u.test(piece.parts.trail)
  const pause: Pause = ends ? boundary.pause : "comma"
  return { strength: ends ? "sentence" : "stop", pause, breath: 0 }
}

export const openTextSession = (services: SessionServices, lengths: ClauseLengths): FrontendSession =>
  new TextSession(services, lengths)
