import type { Utterance } from "../Language.ts"

/** The words of a rule's reading; one with `~` before it is spelled. */
export const utterancesOf = (said: string): Array<Utterance> =>
  said
    .split(/[\s|]+/)
    .filter((part) => part !== "" && part !== "~")
    .map((part) => (part.startsWith("~") ? { text: part.slice(1), spelled: true } : { text: part, spelled: false }))
