import type { ReadingRules } from "../Language.ts"
import { verbaliseEnglish } from "./english.ts"
import { verbaliseEnglishAs } from "./sayAs.ts"

/** How English is read aloud. */
export const englishReading: ReadingRules = { verbalise: verbaliseEnglish, verbaliseAs: verbaliseEnglishAs }
