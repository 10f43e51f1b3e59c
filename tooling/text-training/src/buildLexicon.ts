import { readCmudict } from "./cmudict.ts"
import { writeManifest, writeModelFile } from "./modelFolder.ts"
import { packLexicon } from "./packLexicon.ts"

const entries = readCmudict()
const bytes = packLexicon(entries)
writeModelFile("lexicon.bin", bytes)
writeManifest()
console.log(`lexicon.bin: ${entries.length} words, ${bytes.length} bytes`)
