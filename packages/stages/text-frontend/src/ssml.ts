import { neutralProsody, type Notice, type Phoneme, type Prosody } from "@parlando/pipeline"
import { phonemesOf } from "./arpabet.ts"
import { phonemesOfIpa } from "./ipa.ts"
import { MarkupReader } from "./markup.ts"
import { emphasised, maxSilence, prosodyWith, silenceOf } from "./ssmlValues.ts"
import type { Control, Prescription } from "./Token.ts"

/** What SSML comes to: text, text whose speech is prescribed, and what is asked for between words. */
export interface SsmlSink {
  readonly text: (text: string, sourceStart: number, sourceEnd: number) => void
  readonly prescribed: (text: string, prescription: Prescription, sourceStart: number, sourceEnd: number) => void
  readonly control: (control: Control) => void
  readonly notice: (notice: Notice) => void
}

/** Longest text, in UTF-16 units, that `say-as`, `sub` or `phoneme` may hold. */
const maxPrescribed = 1000

interface Captured {
  readonly element: string
  readonly prescription: Prescription
  text: string
  start: number
  end: number
}

const silent = new Set(["desc", "metadata", "meta", "lexeme", "lookup"])
const ignored = new Set([
  "speak",
  "w",
  "token",
  "emphasis",
  "prosody",
  "p",
  "s",
  "paragraph",
  "sentence",
  "break",
  "mark"
])

const phonemesFor = (attributes: Readonly<Record<string, string>>): ReadonlyArray<Phoneme> | undefined => {
  const said = attributes["ph"] ?? ""
  const alphabet = (attributes["alphabet"] ?? "ipa").toLowerCase()
  if (alphabet === "ipa") return phonemesOfIpa(said)
  return /^(?:x-)?(?:arpabet|cmu|cmu-arpabet)$/.test(alphabet) ? phonemesOf(said.toUpperCase()) : undefined
}

/**
 * Reads SSML 1.1 as it arrives. What is not supported, or cannot be read, degrades to its text with a notice.
 */
export class SsmlReader {
  private readonly markup: MarkupReader
  private readonly sink: SsmlSink
  private captured: Captured | undefined
  private skipped = 0
  private prosodies: Array<{ readonly element: string; readonly prosody: Prosody }> = []

  constructor(sink: SsmlSink) {
    this.sink = sink
    this.markup = new MarkupReader({
      text: (text, start, end) => this.text(text, start, end),
      open: (name, attributes, start, end) => this.open(name, attributes, start, end),
      close: (name) => this.close(name),
      problem: (code, message, start, end) => this.note(code, message, start, end)
    })
  }

  push(text: string): void {
    this.markup.push(text)
  }

  end(): void {
    this.markup.end()
    this.release()
  }

  private get prosody(): Prosody {
    return this.prosodies.at(-1)?.prosody ?? neutralProsody
  }

  private note(code: string, message: string, textStart: number, textEnd: number): void {
    this.sink.notice({ code, message, textStart, textEnd })
  }

  private text(text: string, start: number, end: number): void {
    if (this.skipped > 0) return
    const captured = this.captured
    if (captured === undefined) return this.sink.text(text, start, end)
    if (captured.text === "") captured.start = start
    captured.text += text
    captured.end = end
    if (captured.text.length > maxPrescribed) {
      this.captured = undefined
      this.note(
        "too-long",
        `The text of a ${captured.element} element is longer than ${maxPrescribed} characters; it was read as it stands.`,
        captured.start,
        end
      )
      this.sink.prescribed(captured.text, {}, captured.start, end)
    }
  }

  private open(name: string, attributes: Readonly<Record<string, string>>, start: number, end: number): void {
    if (this.skipped > 0 || silent.has(name)) {
      this.skipped++
      return
    }
    if (this.captured !== undefined) return
    switch (name) {
      case "p":
      case "paragraph":
        return this.sink.control({ kind: "cut", sentence: true, paragraph: true })
      case "s":
      case "sentence":
        return this.sink.control({ kind: "cut", sentence: true, paragraph: false })
      case "break":
        return this.silence(attributes, start, end)
      case "mark":
        return this.sink.control({ kind: "mark", name: attributes["name"] ?? "" })
      case "prosody": {
        const { prosody, unread } = prosodyWith(this.prosody, attributes)
        if (unread.length > 0)
          this.note(
            "unread-attribute",
            `prosody's ${unread.join(", ")} cannot be used and was passed over.`,
            start,
            end
          )
        return this.speakWith(name, prosody)
      }
      case "emphasis":
        return this.speakWith(name, emphasised(this.prosody, attributes["level"]))
      case "say-as":
        return this.capture(
          name,
          {
            sayAs: {
              interpretAs: (attributes["interpret-as"] ?? "").toLowerCase(),
              format: (attributes["format"] ?? "").toLowerCase()
            }
          },
          end
        )
      case "sub":
        return this.capture(name, attributes["alias"] === undefined ? {} : { alias: attributes["alias"] }, end)
      case "phoneme": {
        const phonemes = phonemesFor(attributes)
        if (phonemes === undefined || phonemes.length === 0) {
          return this.note(
            "unknown-phoneme",
            `The pronunciation "${(attributes["ph"] ?? "").slice(0, 40)}" cannot be read; the text was read as it stands.`,
            start,
            end
          )
        }
        return this.capture(name, { phonemes }, end)
      }
      case "lang": {
        const language = attributes["xml:lang"] ?? ""
        if (!/^en\b/i.test(language))
          this.note(
            "unsupported-language",
            `There is no reader for the language "${language}"; its text was read as English.`,
            start,
            end
          )
        return
      }
      case "voice":
        return this.note(
          "unsupported-element",
          "The voice cannot be changed inside an utterance; its text was read with the same voice.",
          start,
          end
        )
      case "lexicon":
        return this.note(
          "unsupported-element",
          "A lexicon is not fetched from SSML: read its file with userLexiconFromPls and give it as the option lexicon.",
          start,
          end
        )
      default:
        if (!ignored.has(name))
          this.note("unsupported-element", `The element ${name} is not supported; its text was read.`, start, end)
    }
  }

  private close(name: string): void {
    if (this.skipped > 0) {
      this.skipped--
      return
    }
    if (this.captured !== undefined) {
      if (this.captured.element === name) this.release()
      return
    }
    if (name === "p" || name === "paragraph") this.sink.control({ kind: "cut", sentence: true, paragraph: true })
    if (name === "s" || name === "sentence") this.sink.control({ kind: "cut", sentence: true, paragraph: false })
    if (name === this.prosodies.at(-1)?.element) {
      this.prosodies.pop()
      this.sink.control({ kind: "prosody", prosody: this.prosody })
    }
  }

  private silence(attributes: Readonly<Record<string, string>>, start: number, end: number): void {
    const asked = silenceOf(attributes["time"], attributes["strength"])
    if (asked === undefined)
      this.note("unread-attribute", "The length of a break cannot be read; a medium one was made.", start, end)
    if (asked !== undefined && asked > maxSilence)
      this.note("bounded-silence", `A break of ${asked} s was shortened to ${maxSilence} s.`, start, end)
    const seconds = Math.min(asked ?? 0.4, maxSilence)
    if (seconds > 0) this.sink.control({ kind: "silence", seconds })
  }

  private speakWith(element: string, prosody: Prosody): void {
    this.prosodies.push({ element, prosody })
    this.sink.control({ kind: "prosody", prosody })
  }

  private capture(element: string, prescription: Prescription, start: number): void {
    this.captured = { element, prescription, text: "", start, end: start }
  }

  private release(): void {
    const captured = this.captured
    this.captured = undefined
    if (captured === undefined) return
    if (captured.text.trim() === "") {
      this.note(
        "empty-element",
        `A ${captured.element} element has no text; it was passed over.`,
        captured.start,
        captured.end
      )
    } else this.sink.prescribed(captured.text, captured.prescription, captured.start, captured.end)
  }
}
