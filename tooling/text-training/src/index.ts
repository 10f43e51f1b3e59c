export { isHeldOut, readCmudict, type Entry } from "./cmudict.ts"
export { scoreLetterToSound, soundsOf, type LetterToSoundScores } from "./evaluateLetterToSound.ts"
export { scoreHomographs, type HomographScores } from "./evaluateHomographs.ts"
export { isHeldOutSentence, readHomographs, type HomographExample } from "./homographData.ts"
