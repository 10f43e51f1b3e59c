import { readFileSync } from "node:fs"

const read = (name: string) => readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8")

const linesOf = (text: string): ReadonlyArray<string> =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")

/** Replies of an assistant, 20 to 80 words each. */
export const replies = (): ReadonlyArray<string> => linesOf(read("replies.txt"))

/** A story in paragraphs. */
export const paragraphs = (): ReadonlyArray<string> => linesOf(read("story.txt"))

/** The story's sentences. */
export const sentences = (): ReadonlyArray<string> =>
  paragraphs().flatMap((paragraph) => paragraph.split(/(?<=[.?!])\s+(?=[A-Z"])/))

/** The story from its beginning, over and over, until it has exactly so many words. */
export const wordsOfProse = (count: number): string => {
  const words = paragraphs().join(" ").split(/\s+/)
  return Array.from({ length: count }, (_, i) => words[i % words.length]!).join(" ")
}

/** The story, over and over, until it has at least so many characters, cut after a sentence where possible. */
export const charactersOfProse = (count: number): string => {
  const story = paragraphs().join("\n\n")
  let text = story
  while (text.length < count) text += `\n\n${story}`
  return text.slice(0, count)
}

/**
 * A text in pieces as the tokens of a language model fall: words with the space before them, long ones in pieces, marks on
 * their own; about four characters each. The pieces joined are the text.
 */
export const tokensOf = (text: string): ReadonlyArray<string> =>
  (text.match(/'(?:s|t|d|m|ll|re|ve)\b|\s?[\p{L}\p{M}]+|\s?\d{1,3}|\s?[^\s\p{L}\d]|\s/gu) ?? []).flatMap((piece) => {
    const word = piece.trimStart()
    if (word.length <= 8) return [piece]
    const head = piece.length - word.length + Math.ceil(word.length / 2)
    return [piece.slice(0, head), piece.slice(head)]
  })

/** A text without its first sentences, which follow at the end: for listeners who are to hear different things. */
export const rotated = (by: number): string => {
  const all = sentences()
  const at = by % all.length
  return [...all.slice(at), ...all.slice(0, at)].join(" ")
}
