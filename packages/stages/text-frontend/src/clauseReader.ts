import type { Clause, Notice, Pause, Prosody, SpokenWord, Word } from "@parlando/pipeline"
import type { Piece } from "./boundary.ts"
import type { ClauseDraft } from "./clauseCutter.ts"
import type { Reading, Utterance } from "./Language.ts"
import type { Pronouncer } from "./pronouncer.ts"
import { pauseOf } from "./punctuation.ts"

/** Where plain text came from: the source's positions and its text. */
export interface Origin {
  readonly start: (position: number) => number
  readonly end: (position: number) => number
  readonly slice: (start: number, end: number) => string
}

/** What a clause carries beside its draft. */
export interface ClauseSetting {
  readonly index: number
  readonly sentence: number
  readonly forced: boolean
  readonly prosody: Prosody
}

export interface ReaderServices {
  readonly verbalise: (text: string) => ReadonlyArray<Reading>
  readonly pronouncer: Pronouncer
}

/** Between two words of a clause only lighter pauses are left: what is stronger has ended the clause, or is part of a name. */
const innerPause = (between: string): Pause => {
  const pause = pauseOf(between)
  if (pause === "none") return /\s[-–—]\s/.test(between) ? "comma" : "none"
  if (pause === "comma" || /\.{2,}|…|\. \./.test(between)) return "comma"
  return /[,;:]/.test(between) ? "comma" : "none"
}

const worthANotice = /[\p{L}\p{N}]/u

/** Reads a clause: its words, how each is spoken, and the pauses between. Undefined when nothing in it can be spoken. */
export const readClause = (
  draft: ClauseDraft,
  setting: ClauseSetting,
  plain: string,
  origin: Origin,
  { verbalise, pronouncer }: ReaderServices
): Clause | undefined => {
  const first = draft.pieces[0]
  const last = draft.pieces.at(-1)
  if (first === undefined || last === undefined) return undefined
  const base = first.token.start
  const words: Array<Word> = []
  const notices: Array<Notice> = []
  let wordEnd = base

  const add = (reading: Reading, offset: number): void => {
    const start = base + offset + reading.start
    const end = base + offset + reading.end
    const spoken = reading.spoken
      .map((utterance) => pronounce(utterance, pronouncer))
      .filter((word) => word.phonemes.length > 0)
    const textStart = origin.start(start)
    const textEnd = origin.end(end)
    const text = origin.slice(textStart, textEnd)
    if (spoken.length === 0) {
      if (worthANotice.test(text)) {
        notices.push({
          code: "unreadable-word",
          message: `Nobody here can read "${text.slice(0, 40)}"; it was passed over.`,
          textStart,
          textEnd
        })
      }
      return
    }
    const previous = words.at(-1)
    if (previous !== undefined) {
      words[words.length - 1] = { ...previous, pause: innerPause(plain.slice(wordEnd - base, start - base)) }
    }
    words.push({ text, textStart, textEnd, spoken, pause: "none" })
    wordEnd = end
  }

  for (const run of runsOf(draft.pieces)) {
    const from = run.start - base
    const text = plain.slice(from, run.end - base)
    const readings = run.reading === undefined ? verbalise(text) : [{ start: 0, end: text.length, spoken: run.reading }]
    for (const reading of readings) add(reading, from)
  }
  const lastWord = words.at(-1)
  if (lastWord === undefined) return undefined
  words[words.length - 1] = { ...lastWord, pause: draft.end }
  const textStart = origin.start(base)
  const textEnd = origin.end(last.token.end)
  return {
    ...setting,
    text: origin.slice(textStart, textEnd),
    textStart,
    textEnd,
    words: linkThe(words),
    end: draft.end,
    endsSentence: draft.endsSentence,
    endsParagraph: draft.endsParagraph,
    silenceAfter: 0,
    marks: [],
    notices
  }
}

interface Run {
  readonly start: number
  readonly end: number
  readonly reading: ReadonlyArray<Utterance> | undefined
}

/** Stretches of ordinary text, and the pieces between them whose speech is prescribed. */
const runsOf = (pieces: ReadonlyArray<Piece>): ReadonlyArray<Run> => {
  const first = pieces[0]
  const last = pieces.at(-1)
  return first === undefined || last === undefined
    ? []
    : [{ start: first.token.start, end: last.token.end, reading: undefined }]
}

const pronounce = (utterance: Utterance, pronouncer: Pronouncer): SpokenWord => ({
  text: utterance.text,
  phonemes: utterance.spelled ? pronouncer.letters(utterance.text) : pronouncer.word(utterance.text)
})

const theBeforeVowel = [
  { symbol: "DH", stress: 0 },
  { symbol: "IY", stress: 1 }
] as const

/** `the` before a vowel is said as in `the apple`. */
const linkThe = (words: ReadonlyArray<Word>): ReadonlyArray<Word> =>
  words.map((word, i) => {
    const only = word.spoken[0]
    if (word.spoken.length !== 1 || only === undefined || only.text.length !== 3 || only.text.toLowerCase() !== "the")
      return word
    const next = words[i + 1]?.spoken[0]?.phonemes[0]
    return next !== undefined && next.stress !== 0 ? { ...word, spoken: [{ ...only, phonemes: theBeforeVowel }] } : word
  })
