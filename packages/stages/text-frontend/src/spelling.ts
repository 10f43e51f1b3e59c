/** Letters of other alphabets and with marks as the plain letters nearest to them. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "th",
  þ: "th",
  ł: "l",
  ı: "i",
  ħ: "h",
  ŋ: "ng",
  ʼ: "'",
  "’": "'"
}

/** Cyrillic and Greek letters as the English letters that sound like them. */
const transliterations: Readonly<Record<string, string>> = {
  а: "a",
  б: "b",
  в: "v",
  г: "g",
  д: "d",
  е: "ye",
  ж: "zh",
  з: "z",
  и: "i",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "oo",
  ф: "f",
  х: "kh",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "sh",
  ъ: "",
  ы: "i",
  ь: "",
  э: "e",
  ю: "yu",
  я: "ya",
  і: "i",
  є: "ye",
  ґ: "g",
  α: "a",
  β: "v",
  γ: "g",
  δ: "d",
  ε: "e",
  ζ: "z",
  η: "i",
  θ: "th",
  ι: "i",
  κ: "k",
  λ: "l",
  μ: "m",
  ν: "n",
  ξ: "x",
  ο: "o",
  π: "p",
  ρ: "r",
  σ: "s",
  ς: "s",
  τ: "t",
  υ: "i",
  φ: "f",
  χ: "h",
  ψ: "ps",
  ω: "o"
}

/** A word in plain letters, with apostrophes; letters of alphabets that have no rule are left out. */
export const plainSpelling = (word: string): string => {
  const lower = word.toLowerCase()
  if (/^[a-z']*$/.test(lower)) return lower
  return Array.from(
    lower.normalize("NFKD").slice(0, 400),
    (c) => plainLetters[c] ?? transliterations[c] ?? (/[a-z']/.test(c) ? c : "")
  ).join("")
}
