import type { Clause, Mark, Notice, Pause, Phoneme, Prosody, SpokenWord, Word } from "@parlando/pipeline"
import { isVowel, phonemesOf } from "./arpabet.ts"
import type { Piece } from "./boundary.ts"
import type { ClauseDraft } from "./clauseCutter.ts"
import { homographTokens, type HomographModel } from "./homographs.ts"
import type { Reading, ReadingRules, Utterance } from "./Language.ts"
import type { Pronouncer } from "./pronouncer.ts"
import { pauseOf } from "./punctuation.ts"
import type { Origin } from "./sourceMap.ts"
import type { Prescription } from "./Token.ts"

/** What a clause carries beside its draft. */
export interface ClauseSetting {
  readonly index: number
  readonly sentence: number
  readonly forced: boolean
  readonly prosody: Prosody
  /** The words of the same sentence before this clause, as far as they help to read it. */
  readonly context: ReadonlyArray<string>
  /** Marks in the clause, by their places in the plain text. */
  readonly marks: ReadonlyArray<{ readonly name: string; readonly position: number }>
  readonly notices: ReadonlyArray<Notice>
}

export interface ReaderServices {
  readonly rules: ReadingRules
  readonly pronouncer: Pronouncer
  readonly homographs: HomographModel
  readonly emoji: boolean
}

/** Between two words of a clause only lighter pauses are left: what is stronger has ended the clause, or is part of a name. */
const innerPause = (between: string): Pause => {
  const pause = pauseOf(between)
  if (pause === "none") return /\s[-–—]\s/.test(between) ? "comma" : "none"
  if (pause === "comma" || /\.{2,}|…|\. \./.test(between)) return "comma"
  return /[,;:]/.test(between) ? "comma" : "none"
}

const worthANotice = /[\p{L}\p{N}]/u

/** What reading a draft gave: a clause, unless nothing in it can be spoken, and notices that are in no clause. */
export interface ReadDraft {
  readonly clause: Clause | undefined
  readonly notices: ReadonlyArray<Notice>
}

/** Reads a clause: its words, how each is spoken, and the pauses between. */
export const readClause = (
  draft: ClauseDraft,
  setting: ClauseSetting,
  plain: string,
  origin: Origin,
  services: ReaderServices
): ReadDraft => {
  const first = draft.pieces[0]
  const last = draft.pieces.at(-1)
  if (first === undefined || last === undefined) return { clause: undefined, notices: setting.notices }
  const base = first.token.start
  const words: Array<Word> = []
  const starts: Array<number> = []
  const notices: Array<Notice> = [...setting.notices]
  const senses = new Senses(plain, setting.context, services.homographs)
  let wordEnd = 0

  for (const run of runsOf(draft.pieces, base, services.pronouncer)) {
    const text = plain.slice(run.start, run.end)
    for (const reading of readingsOf(run, text, services, setting.context, notices, origin, base)) {
      const start = run.start + reading.start
      const end = run.start + reading.end
      const spoken = reading.spoken
        .map((utterance) => speak(utterance, start, reading.spoken.length, senses, services.pronouncer))
        .filter((word) => word.phonemes.length > 0)
      const textStart = origin.start(base + start)
      const textEnd = origin.end(base + end)
      const written = origin.slice(textStart, textEnd)
      if (spoken.length === 0) {
        if (worthANotice.test(written)) {
          const message = `There is no way to read "${written.slice(0, 40)}"; it was passed over.`
          notices.push({ code: "unreadable-word", message, textStart, textEnd })
        }
        continue
      }
      const previous = words.at(-1)
      if (previous !== undefined)
        words[words.length - 1] = { ...previous, pause: innerPause(plain.slice(wordEnd, start)) }
      words.push({ text: written, textStart, textEnd, spoken, pause: "none" })
      starts.push(start)
      wordEnd = end
    }
  }
  const lastWord = words.at(-1)
  if (lastWord === undefined) return { clause: undefined, notices }
  words[words.length - 1] = { ...lastWord, pause: draft.end }
  const textStart = origin.start(base)
  const textEnd = origin.end(last.token.end)
  const clause: Clause = {
    index: setting.index,
    sentence: setting.sentence,
    text: origin.slice(textStart, textEnd),
    textStart,
    textEnd,
    words: link(words),
    end: draft.end,
    endsSentence: draft.endsSentence,
    endsParagraph: draft.endsParagraph,
    forced: setting.forced,
    prosody: setting.prosody,
    silenceAfter: 0,
    marks: setting.marks.map(({ name, position }): Mark => {
      const word = starts.findIndex((start) => base + start >= position)
      return { name, word: word < 0 ? words.length : word }
    }),
    notices
  }
  return { clause, notices: [] }
}

interface Run {
  readonly start: number
  readonly end: number
  readonly prescription: Prescription | undefined
}

/** Stretches of ordinary text, and between them the pieces whose speech is prescribed. */
const runsOf = (pieces: ReadonlyArray<Piece>, base: number, pronouncer: Pronouncer): ReadonlyArray<Run> => {
  const runs: Array<Run> = []
  for (const { token, parts } of pieces) {
    if (token.prescription === undefined && pronouncer.prescribes(parts.core)) {
      const start = token.start - base + parts.lead.length
      runs.push({ start, end: start + parts.core.length, prescription: { phonemes: pronouncer.word(parts.core) } })
      continue
    }
    const last = runs.at(-1)
    const start = token.start - base
    const end = token.end - base
    if (last !== undefined && last.prescription === undefined && token.prescription === undefined) {
      runs[runs.length - 1] = { ...last, end }
    } else runs.push({ start, end, prescription: token.prescription })
  }
  return runs
}

const readingsOf = (
  { prescription, start }: Run,
  text: string,
  { rules, pronouncer, emoji }: ReaderServices,
  context: ReadonlyArray<string>,
  notices: Array<Notice>,
  origin: Origin,
  base: number
): ReadonlyArray<Reading> => {
  const reading = { known: pronouncer.known, emoji, preceding: context.join(" ") }
  if (prescription?.phonemes !== undefined) {
    return [{ start: 0, end: text.length, spoken: [{ text, spelled: false, phonemes: prescription.phonemes }] }]
  }
  if (prescription?.alias !== undefined) {
    const spoken = rules.verbalise(prescription.alias, reading).flatMap((reading) => reading.spoken)
    if (spoken.length > 0) return [{ start: 0, end: text.length, spoken }]
  }
  if (prescription?.sayAs !== undefined) {
    const { interpretAs, format } = prescription.sayAs
    const spoken = rules.verbaliseAs(text, interpretAs, format)
    if (spoken !== undefined) return [{ start: 0, end: text.length, spoken }]
    if (!/^(?:time|currency|money|unit|measure|address|fraction|name|net|duration)$/.test(interpretAs)) {
      const message = `"${text.slice(0, 40)}" cannot be read as ${interpretAs || "nothing"}; it was read as it stands.`
      const position = base + start
      notices.push({
        code: "unread-say-as",
        message,
        textStart: origin.start(position),
        textEnd: origin.end(position + text.length)
      })
    }
  }
  return rules.verbalise(text, reading)
}

/** Chooses the senses of the homographs of one clause. */
class Senses {
  private readonly plain: string
  private readonly context: ReadonlyArray<string>
  private readonly model: HomographModel
  private tokens: ReturnType<typeof homographTokens> | undefined

  constructor(plain: string, context: ReadonlyArray<string>, model: HomographModel) {
    this.plain = plain
    this.context = context
    this.model = model
  }

  /** The sounds of the homograph at a place of the clause, when the word there is one. */
  at(word: string, start: number): ReadonlyArray<Phoneme> | undefined {
    if (!this.model.has(word)) return undefined
    this.tokens ??= homographTokens(this.plain)
    const at = this.tokens.findIndex((token) => token.start === start)
    if (at < 0) return undefined
    const texts = [...this.context, ...this.tokens.map((token) => token.text)]
    return this.model.choose(texts, this.context.length + at)?.phonemes
  }
}

const speak = (
  utterance: Utterance,
  start: number,
  siblings: number,
  senses: Senses,
  pronouncer: Pronouncer
): SpokenWord => {
  const { text, spelled, phonemes } = utterance
  if (phonemes !== undefined) return { text, phonemes }
  if (spelled) return { text, phonemes: pronouncer.letters(text) }
  const sense = siblings === 1 && !pronouncer.prescribes(text) ? senses.at(text.toLowerCase(), start) : undefined
  return { text, phonemes: sense ?? pronouncer.word(text) }
}

const the = phonemesOf("DH IY0")
const used = phonemesOf("Y UW1 S T")
const beforeUsed = /^(?:i|you|he|she|it|we|they|who|there|that|which)$/i

/** What neighbours do to words: `the` before a vowel is said as in `the apple`, `used` as in `I used to`. */
const link = (words: ReadonlyArray<Word>): ReadonlyArray<Word> =>
  words.map((word, i) => {
    const [only, ...others] = word.spoken
    if (only === undefined || others.length > 0 || only.text.length < 3 || only.text.length > 4) return word
    const text = only.text.toLowerCase()
    const next = words[i + 1]?.spoken[0]
    if (text === "the" && next?.phonemes[0] !== undefined && isVowel(next.phonemes[0])) {
      return { ...word, spoken: [{ ...only, phonemes: the }] }
    }
    if (text === "used" && next?.text === "to" && beforeUsed.test(words[i - 1]?.text ?? "")) {
      return { ...word, spoken: [{ ...only, phonemes: used }] }
    }
    return word
  })
