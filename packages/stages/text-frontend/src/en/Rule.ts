/** What a rule may look at beside its match. */
export interface RuleContext {
  /** The whole clause. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** The word before, in lower case, when only white space stands between. */
  readonly before: string
  /** The last words of the sentence before the clause. */
  readonly preceding: string
  /** Whether a word, in lower case, is in the lexicon. */
  readonly known: (word: string) => boolean
}

/**
 * A rule of one semiotic class: what it looks like, and how it is said.
 *
 * The reading is a string of words. A word with `~` before it is spelled letter by letter. A `|` divides the reading among
 * the match's runs of text without white space, when there are as many; otherwise the match is one word.
 */
export interface Rule {
  readonly pattern: RegExp
  readonly read: (match: RegExpExecArray, context: RuleContext) => string | undefined
}

/** A rule from a pattern's source. The pattern must match from where the reader stands. */
export const rule = (pattern: RegExp, read: Rule["read"]): Rule => ({
  pattern: new RegExp(pattern.source, pattern.flags.includes("y") ? pattern.flags : `${pattern.flags}y`),
  read
})

/** The alternatives of a table's keys as a pattern, longest first. */
export const alternatives = (table: object): string =>
  Object.keys(table)
    .toSorted((a, b) => b.length - a.length)
    .map((key) => key.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"))
    .join("|")
