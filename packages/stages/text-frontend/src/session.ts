import { neutralProsody, type Clause, type Notice, type Pause, type Prosody } from "@parlando/pipeline"
import { BoundaryFinder, pieceOf, type Boundary, type Lookahead, type Piece } from "./boundary.ts"
import { ClauseCutter, type ClauseDraft, type ClauseLengths } from "./clauseCutter.ts"
import { readClause, type ReaderServices } from "./clauseReader.ts"
import { homographTokens } from "./homographs.ts"
import type { SegmentationRules } from "./Language.ts"
import { Scanner } from "./scanner.ts"
import { SourceMap, type Origin } from "./sourceMap.ts"
import { SsmlReader } from "./ssml.ts"
import type { Control, Gap, Token } from "./Token.ts"

/**
 * One utterance's text on its way to clauses: pure, synchronous, in constant memory. However the text is cut into
 * fragments, the clauses are the same.
 */
export interface FrontendSession {
  /** Takes the next fragment and returns the clauses that are now decided. They are never taken back. */
  readonly push: (fragment: string) => ReadonlyArray<Clause>
  /** Returns what there is as clauses now, with `forced` set. More text may follow. */
  readonly flush: () => ReadonlyArray<Clause>
  /** The text is over: returns what was left. */
  readonly end: () => ReadonlyArray<Clause>
  /** Whether text waits that could be spoken. */
  readonly pending: () => boolean
}

export interface SessionServices extends ReaderServices {
  readonly segmentation: SegmentationRules
}

type Barrier = Exclude<Control, { readonly kind: "mark" }>

type Item = { readonly piece: Piece } | { readonly barrier: Barrier }

/** Notices that wait for a clause to travel with; further ones are dropped. */
const maxNotices = 64

/** Marks that wait for a word to stand before; further ones are dropped. */
const maxMarks = 256

/** Words before a clause that are kept for the reading of the next one. */
const contextWords = 8

/** What the segmenter, the cutter and the reader of clauses do together, for text with and without markup. */
class Session implements FrontendSession {
  protected readonly scanner: Scanner
  protected origin: Origin
  private readonly finder: BoundaryFinder
  private readonly cutter: ClauseCutter
  private readonly services: SessionServices
  private ready: Array<Clause> = []
  /** The last clause, while markup may still say something about its end. */
  private held: Clause | undefined
  /** Pieces whose boundaries are not decided, and what markup asks for between them. */
  private queue: Array<Item> = []
  /** What is known of the token after the queue. */
  private next: number | undefined
  private nextGap: Gap = "none"
  private index = 0
  private sentence = 0
  private sentenceOpen = false
  private forced = false
  private over = false
  private prosody: Prosody = neutralProsody
  private marks: Array<{ readonly name: string; readonly position: number }> = []
  private notices: Array<Notice> = []
  private context: ReadonlyArray<string> = []

  constructor(services: SessionServices, lengths: ClauseLengths) {
    this.services = services
    this.finder = new BoundaryFinder(services.segmentation)
    this.cutter = new ClauseCutter(lengths, (draft) => this.read(draft))
    this.scanner = new Scanner({
      start: (unit, gap) => {
        this.next = unit
        this.nextGap = gap
        this.letGo()
        this.decide()
      },
      token: (token) => this.token(token)
    })
    const same = (position: number) => position
    this.origin = { start: same, end: same, slice: (start, end) => this.scanner.slice(start, end) }
  }

  push(fragment: string): ReadonlyArray<Clause> {
    this.scanner.push(fragment)
    this.release()
    return this.take()
  }

  flush(): ReadonlyArray<Clause> {
    this.scanner.finish()
    this.forced = true
    this.decide()
    this.cutter.end("comma", false, false)
    this.forced = false
    this.letGo()
    return this.take()
  }

  end(): ReadonlyArray<Clause> {
    this.scanner.finish()
    this.over = true
    this.decide()
    this.cutter.end("stop", true, true)
    this.attachRest()
    this.letGo()
    return this.take()
  }

  pending(): boolean {
    return this.cutter.pending || this.queue.length > 0 || this.scanner.reading || this.held !== undefined
  }

  /** What markup asks for at the end of the text so far. */
  protected control(control: Control): void {
    if (control.kind === "mark") {
      if (this.marks.length < maxMarks) this.marks.push({ name: control.name, position: this.scanner.end })
      return
    }
    this.scanner.finish()
    this.queue.push({ barrier: control })
    this.decide()
  }

  protected note(notice: Notice): void {
    if (this.notices.length < maxNotices) this.notices.push(notice)
  }

  /** The plain text before this position is not needed any more. */
  protected release(): number {
    const first = this.queue[0]
    const needed =
      this.cutter.start ??
      (first !== undefined && "piece" in first ? first.piece.token.start : this.scanner.tokenPosition)
    this.scanner.release(needed)
    return needed
  }

  private token(token: Token): void {
    this.next = undefined
    this.queue.push({ piece: pieceOf(token) })
    this.decide()
  }

  private decide(): void {
    for (let head = this.queue[0]; head !== undefined; head = this.queue[0]) {
      if ("barrier" in head) {
        this.queue.shift()
        this.apply(head.barrier)
        continue
      }
      const boundary = this.boundaryAfter(head.piece)
      if (boundary === undefined) return
      this.finder.pass(head.piece, boundary)
      this.queue.shift()
      this.cutter.add(head.piece, boundary)
      const following = this.queue[0]
      if (following === undefined ? !this.over : "piece" in following) this.letGo()
    }
  }

  private boundaryAfter(piece: Piece): Boundary | undefined {
    const following = this.queue[1]
    const barred = this.queue.findIndex((item) => "barrier" in item)
    const within = barred < 0 ? this.queue : this.queue.slice(0, barred)
    const pieces = within.slice(1).flatMap((item) => ("piece" in item ? [item.piece] : []))
    const ended = this.over || this.forced || barred >= 0
    const first = pieces[0]
    const ahead: Lookahead = {
      next: first !== undefined ? first.token.text.charCodeAt(0) : barred >= 0 ? undefined : this.next,
      gap: first === undefined ? this.nextGap : first.token.gap,
      pieces,
      ended
    }
    const found = this.finder.after(piece, ahead)
    if (found === undefined || first !== undefined) return found
    if (following !== undefined && "barrier" in following) return this.barredEnd(found, piece, following.barrier)
    return this.forced && following === undefined ? softEnd(found, piece) : found
  }

  /** The boundary of a piece before something that markup asks for. */
  private barredEnd(boundary: Boundary, piece: Piece, barrier: Barrier): Boundary {
    if (barrier.kind !== "cut") return softEnd(boundary, piece)
    return barrier.sentence
      ? { ...boundary, strength: barrier.paragraph ? "paragraph" : "sentence" }
      : softEnd(boundary, piece)
  }

  private apply(barrier: Barrier): void {
    this.cutter.end("comma", false, false)
    const last = this.held
    switch (barrier.kind) {
      case "cut":
        this.finder.reset()
        if (barrier.sentence) this.endSentence()
        if (last !== undefined && barrier.sentence) {
          this.held = { ...last, endsSentence: true, endsParagraph: last.endsParagraph || barrier.paragraph }
        }
        return
      case "silence":
        if (last !== undefined) {
          this.held = { ...last, silenceAfter: last.silenceAfter + barrier.seconds }
        } else {
          this.note({
            code: "silence-before-text",
            message: "A break before the first word was passed over: pause before speaking instead."
          })
        }
        return
      case "prosody":
        this.prosody = barrier.prosody
    }
  }

  /** Reads a draft, and tells whether it became a clause. */
  private read(draft: ClauseDraft): boolean {
    const first = draft.pieces[0]
    const last = draft.pieces.at(-1)
    if (first === undefined || last === undefined) return false
    const plain = this.scanner.slice(first.token.start, last.token.end)
    const marks = this.marks.filter(({ position }) => position < last.token.end)
    const setting = {
      index: this.index,
      sentence: this.sentence,
      forced: this.forced,
      prosody: this.prosody,
      context: this.context,
      marks,
      notices: this.notices
    }
    const { clause, notices } = readClause(draft, setting, plain, this.origin, this.services)
    this.notices = notices.slice(0, maxNotices)
    if (clause === undefined) {
      if (draft.endsSentence) this.endSentence()
      return false
    }
    this.marks = this.marks.slice(marks.length)
    this.index++
    this.sentenceOpen = !draft.endsSentence
    if (draft.endsSentence) this.sentence++
    this.context = draft.endsSentence
      ? []
      : homographTokens(plain)
          .slice(-contextWords)
          .map((token) => token.text)
    this.letGo()
    this.held = clause
    return true
  }

  /** A sentence ends after its last clause. */
  private endSentence(): void {
    if (this.sentenceOpen) this.sentence++
    this.sentenceOpen = false
    this.context = []
  }

  /** Marks and notices after the last word go with the last clause. */
  private attachRest(): void {
    const last = this.held
    if (last === undefined || (this.marks.length === 0 && this.notices.length === 0)) return
    this.held = {
      ...last,
      marks: [...last.marks, ...this.marks.map(({ name }) => ({ name, word: last.words.length }))],
      notices: [...last.notices, ...this.notices]
    }
  }

  private letGo(): void {
    if (this.held !== undefined) this.ready.push(this.held)
    this.held = undefined
  }

  private take(): ReadonlyArray<Clause> {
    const clauses = this.ready
    this.ready = []
    return clauses
  }
}

/** How a clause ends that something other than its text ends: as a sentence only when it has a sentence's punctuation. */
const softEnd = (boundary: Boundary, piece: Piece): Boundary => {
  const ends = /[.?!。．！？]/u.test(piece.parts.trail)
  const pause: Pause = ends ? boundary.pause : "comma"
  return { strength: ends ? "sentence" : "stop", pause, breath: 0 }
}

class SsmlSession extends Session {
  private readonly map = new SourceMap()
  private readonly reader: SsmlReader

  constructor(services: SessionServices, lengths: ClauseLengths) {
    super(services, lengths)
    this.origin = this.map
    this.reader = new SsmlReader({
      text: (text, start, end) => {
        this.map.add(this.scanner.end, text.length, start, end - start)
        this.scanner.push(text)
      },
      prescribed: (text, prescription, start, end) => {
        this.map.add(this.scanner.end, text.length, start, end - start)
        this.scanner.atom(text, prescription)
      },
      control: (control) => this.control(control),
      notice: (notice) => this.note(notice)
    })
  }

  override push(fragment: string): ReadonlyArray<Clause> {
    this.map.append(fragment)
    this.reader.push(fragment)
    const clauses = super.push("")
    this.map.release(this.release())
    return clauses
  }

  override end(): ReadonlyArray<Clause> {
    this.reader.end()
    return super.end()
  }
}

/** Opens the reading of one utterance, plain text or SSML. */
export const openSession = (
  services: SessionServices,
  lengths: ClauseLengths,
  markup: "text" | "ssml"
): FrontendSession => {
  const session = markup === "ssml" ? new SsmlSession(services, lengths) : new Session(services, lengths)
  return {
    push: (fragment) => session.push(fragment),
    flush: () => session.flush(),
    end: () => session.end(),
    pending: () => session.pending()
  }
}
