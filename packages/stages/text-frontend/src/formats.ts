/** The formats of a language's binary files, for the scripts that write them. */
export { arpabetSymbols } from "./arpabet.ts"
export { Lexicon, lexiconBlock, lexiconMagic } from "./lexicon.ts"
export { LetterToSoundModel, letterToSoundMagic, logStep } from "./letterToSound.ts"
export {
  homographFeatures,
  HomographModel,
  homographsMagic,
  homographTokens,
  senseScore,
  weightSlot,
  weightSlots,
  weightStep
} from "./homographs.ts"
export { phonemesOfIpa } from "./ipa.ts"
export { phonemesOf } from "./arpabet.ts"
