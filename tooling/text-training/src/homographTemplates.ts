import type { HomographExample } from "./homographData.ts"

/**
 * What an encyclopedia hardly ever says and people say all the time: requests, questions and short remarks. `_` is the
 * homograph.
 */
const asVerb = [
  "_ the other one.",
  "_ it now.",
  "Please _ it for me.",
  "Can you _ this?",
  "I want to _ that.",
  "Let's _ them.",
  "Don't _ it.",
  "You should _ your own.",
  "Do you _ it?"
]
/** The past of a verb whose present is spelled alike. */
const asPast = [
  "Have you _ it?",
  "Has she _ this?",
  "I have _ that.",
  "I _ it yesterday.",
  "He _ the other one last week."
]
const asNoun = ["The _ is here.", "I like this _.", "Is that your _?", "We need a _."]

const fill = (template: string, word: string, label: string): HomographExample => {
  const start = template.indexOf("_")
  const written = start === 0 ? word.slice(0, 1).toUpperCase() + word.slice(1) : word
  return { word, label, sentence: template.replace("_", written), start }
}

/** Sentences for the senses that are plain verbs or nouns. Verbs with endings do not fit the templates. */
export const templateExamples = (
  labelsOf: ReadonlyMap<string, ReadonlyArray<string>>
): ReadonlyArray<HomographExample> =>
  Array.from(labelsOf).flatMap(([word, labels]) => {
    if (/(?:s|ed|ing)$/.test(word)) return []
    return labels.flatMap((label) => {
      const verb = label === `${word}_vrb` || label === "read_present"
      const past = label === "read_past"
      const templates = verb ? asVerb : past ? asPast : label === `${word}_nou` ? asNoun : []
      return templates.map((template) => fill(template, word, label))
    })
  })
