/** Classes of UTF-16 units, as small functions over numbers: the scanner asks them once for every unit of the text. */

const asciiSpace = new Set([9, 10, 11, 12, 13, 32])

/** Whether the unit ends a line. A carriage return and a line feed in a row end one line. */
export const isNewline = (unit: number): boolean =>
  (unit >= 10 && unit <= 13) || unit === 0x85 || unit === 0x2028 || unit === 0x2029

/** White space, and control characters, which separate words as white space does. */
export const isSpace = (unit: number): boolean =>
  unit < 0x21
    ? true
    : unit < 0x7f
      ? asciiSpace.has(unit)
      : unit <= 0xa0 ||
        unit === 0x1680 ||
        (unit >= 0x2000 && unit <= 0x200b) ||
        unit === 0x2028 ||
        unit === 0x2029 ||
        unit === 0x202f ||
        unit === 0x205f ||
        unit === 0x3000 ||
        unit === 0xfeff

/** Whether the unit is the first half of a surrogate pair. */
export const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff

/** Whether the unit is the second half of a surrogate pair. */
export const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff

export const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57

const lower = /\p{Ll}/u
const upper = /\p{Lu}/u
const letter = /\p{L}/u

export const isLower = (unit: number): boolean =>
  unit < 0x80 ? unit >= 97 && unit <= 122 : lower.test(String.fromCharCode(unit))

export const isUpper = (unit: number): boolean =>
  unit < 0x80 ? unit >= 65 && unit <= 90 : upper.test(String.fromCharCode(unit))

export const isLetter = (unit: number): boolean =>
  unit < 0x80 ? (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) : letter.test(String.fromCharCode(unit))

/** Whether the string has a letter, a digit or a symbol that a reader may name. */
const speakable = /[\p{L}\p{N}\p{S}%&@#§†‡]/u

export const mayBeSpoken = (text: string): boolean => speakable.test(text)

/** Whether the string has a letter or a digit. */
const wordish = /[\p{L}\p{N}]/u

export const hasWordCharacter = (text: string): boolean => wordish.test(text)
