const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** Acronyms that are said as words. */
const words = set(`
  nasa nato unicef unesco opec aids nafta osha covid sonar radar laser scuba fema hud swat pin ram rom sim gif jpeg json yaml ajax cad cam
  cern fifa uefa ikea nasdaq cobra seal wasp nimby yolo darpa noaa basic cobol fortran lisp sars mers tesol toefl
  lasik taser cuda bios dos mac wifi lidar ascii posix zip exif nginx
`)

/** Words of two or three capitals that are words and not letters, in a text that shouts. */
const small = set(
  "no go do so to of in on at by be he me we my or if is as an up us it am the and not you are for but all can had her was one our out day get has him his how man new now old see two way who did its let put say she too use yes hey wow stop"
)

/** Short words in capitals that are words even beside words that are not. */
const emphatic = set(
  "the and not you are for but all can had her was our out get has him his how now see way who did let put say she too yes hey wow new never always only very must no do so to of on at by be he me we my or if is as an up"
)

/** Whether a word is in capitals for emphasis, and not because it is an acronym. */
export const isShouted = (word: string, known: (word: string) => boolean): boolean => {
  const lower = word.toLowerCase()
  return word !== lower && word === word.toUpperCase() && (small.has(lower) || (lower.length > 3 && known(lower)))
}

/**
 * Whether a word in capitals is spelled letter by letter. `shouting` says that its neighbours are in capitals too.
 */
export const isSpelled = (word: string, shouting: boolean, known: (word: string) => boolean): boolean => {
  const lower = word.toLowerCase()
  if (words.has(lower)) return false
  if (emphatic.has(lower)) return false
  if (shouting && (small.has(lower) || (lower.length > 2 && known(lower)))) return false
  if (lower.length <= 3) return true
  if (!/[aeiouy]/.test(lower)) return true
  if (known(lower)) return false
  return lower.length <= 4
}
