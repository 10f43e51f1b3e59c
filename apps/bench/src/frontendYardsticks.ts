/** Goals, and the best figures measured of others on the same suites. */
export const peers: Readonly<Record<string, { readonly goal: string; readonly peer: string }>> = {
  normalisation_exact: { goal: ">= 95", peer: "flite 48, kokoro.js 37, eSpeak NG 34, phonemize 33" },
  segmentation_exact: { goal: ">= 93", peer: "sentence-splitter 54, Intl.Segmenter 49, compromise 49" },
  retractions: { goal: "0", peer: "Intl.Segmenter many" },
  homographs_micro: { goal: ">= 95", peer: "logistic regression over two taggers 94, compromise 91, wink 90" },
  homographs_balanced: { goal: ">= 85", peer: "logistic regression over two taggers 83, compromise 78, wink 76" },
  g2p_per: { goal: "<= 6.5", peer: "joint 7-gram 6.2-6.9, eSpeak NG 10.2" },
  g2p_wer: { goal: "<= 25", peer: "joint 7-gram 24-28, eSpeak NG 41" },
  g2p_per_stress: { goal: "<= 9", peer: "" },
  g2p_words_per_s: { goal: ">= 5000", peer: "65-130" },
  words_per_s: { goal: ">= 50000", peer: "" },
  token_us: { goal: "< 50", peer: "" },
  data_bytes: { goal: "<= 2.5 MB", peer: "eSpeak NG data 18 MB" }
}

/** Ordinary prose to read when no suite gives sentences. */
export const prose =
  "The harbour was quiet when Dr. Ellis came down the hill at 6:45 a.m., and the boats moved a little on the tide. " +
  "She had paid $12.50 for coffee and a roll, which was more than she liked, but the baker knew her and always put in an extra one. " +
  "Nobody had seen the northern light ship since Tuesday; the last message, sent on March 3, 2021, said only that the wind was rising. " +
  "“If they turn back now,” said her brother, “they’ll lose the whole season.” He lived on Water St. with two dogs and a broken radio. " +
  "About 40% of the crews had already left, and those who stayed were either stubborn or had nowhere else to go. "
