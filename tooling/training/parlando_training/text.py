"""Text to tokens, for training only: a dictionary look-up that the product's own frontend can replace.

Everything after this file works on tokens (phoneme, stress, position: see the voice contract). `read_token_file` takes them from elsewhere:
JSON lines, {"text": ..., "clauses": [{"phonemes": ["SIL", "DH", ...], "stress": [...], "position": [...]}]}.
"""
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from .constants import COMMA, EXCLAMATION, FINAL, INITIAL, INSIDE, PHONEMES, QUESTION, SINGLE, START, STOP

INDEX = {name: i for i, name in enumerate(PHONEMES)}
PUNCTUATION = {",": COMMA, ";": COMMA, ":": COMMA, "—": COMMA, ".": STOP, "?": QUESTION, "!": EXCLAMATION}


@dataclass
class Tokens:
    """One clause, or a whole clip: parallel lists."""

    phonemes: list = field(default_factory=list)
    stress: list = field(default_factory=list)
    position: list = field(default_factory=list)

    def add(self, phoneme, stress, position):
        self.phonemes.append(phoneme)
        self.stress.append(stress)
        self.position.append(position)

    def add_word(self, pronunciation):
        last = len(pronunciation) - 1
        for i, symbol in enumerate(pronunciation):
            place = SINGLE if last == 0 else INITIAL if i == 0 else FINAL if i == last else INSIDE
            self.add(INDEX[symbol.rstrip("012")], int(symbol[-1]) + 1 if symbol[-1].isdigit() else 0, place)

    def __len__(self):
        return len(self.phonemes)


class Dictionary:
    """CMUdict (plain `WORD  P R AH0` lines, or the JavaScript module of npm `cmu-pronouncing-dictionary`) and our own additions."""

    def __init__(self, *paths):
        self.entries = {}
        for path in paths:
            for line in Path(path).read_text(encoding="utf8").splitlines():
                found = re.match(r"""\s*"?'?(?P<word>[^\s":]+)"?'?:?\s+"?(?P<phones>[A-Z]{1,2}[012]?( [A-Z]{1,2}[012]?)*)"?,?$""", line)
                if found:
                    self.entries[found["word"].lower()] = found["phones"].split()

    def __getitem__(self, word):
        for form in (word, word.strip("'")):
            if form in self.entries:
                return self.entries[form]
        stem = word.strip("'")
        if stem.endswith("'s") and stem[:-2] in self.entries:
            base = self.entries[stem[:-2]]
            last = base[-1]
            return base + (["IH0", "Z"] if last in ("S", "Z", "SH", "ZH", "CH", "JH") else ["S"] if last in ("P", "T", "K", "F", "TH") else ["Z"])
        raise KeyError(word)


def words_of(text):
    """[(word, code of the punctuation after it or None)] of normalised text."""
    text = text.replace("’", "'").replace("é", "e").replace("ü", "u").replace("è", "e").replace("-", " ")
    words = []
    for part in re.findall(r"[A-Za-z']+|[,;:.?!—]", text):
        if part in PUNCTUATION:
            if words:
                words[-1] = (words[-1][0], PUNCTUATION[part])
        elif part.strip("'"):
            words.append((part.lower(), None))
    return words


def begins_with_vowel(words, dictionary):
    return bool(words) and dictionary[words[0][0]][0][-1].isdigit()


def clauses_of(text, dictionary, unfinished=STOP):
    """The clauses of a text, one `Tokens` each, cut at every punctuation mark; `unfinished` ends a text that has none at its end."""
    clauses, current = [], Tokens()
    words = words_of(text)
    for i, (word, mark) in enumerate(words):
        if not current.phonemes:
            current.add(0, 0, START)
        current.add_word(["DH", "IY0"] if word == "the" and begins_with_vowel(words[i + 1:], dictionary) else dictionary[word])
        if mark is not None or i == len(words) - 1:
            current.add(0, 0, mark or unfinished)
            clauses.append(current)
            current = Tokens()
    return clauses


def joined(clauses):
    """A clip as one token list: one silence between clauses, with the punctuation of the clause before it."""
    clip = Tokens()
    for i, clause in enumerate(clauses):
        for token in list(zip(clause.phonemes, clause.stress, clause.position))[1 if i else 0:]:
            clip.add(*token)
    return clip


def read_token_file(path):
    """{text: clauses} from JSON lines."""
    found = {}
    for line in Path(path).read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        found[row["text"]] = [Tokens([INDEX[p] for p in c["phonemes"]], c["stress"], c["position"]) for c in row["clauses"]]
    return found


class Frontend:
    """text -> clauses, from a token file where given, else from dictionaries."""

    def __init__(self, dictionaries=(), token_file=None):
        self.known = read_token_file(token_file) if token_file else {}
        self.dictionary = Dictionary(*dictionaries)

    def __call__(self, text, unfinished=STOP):
        return self.known[text] if text in self.known else clauses_of(text, self.dictionary, unfinished)
