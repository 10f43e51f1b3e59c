"""The command line: one subcommand a stage, each restartable."""
import argparse
import json
from pathlib import Path

LEXICON = Path(__file__).parent.parent / "lexicon.txt"


def main():
    parser = argparse.ArgumentParser(prog="parlando_training", description=__doc__)
    stages = parser.add_subparsers(dest="stage", required=True)

    def stage(name, text):
        sub = stages.add_parser(name, help=text, description=text)
        sub.add_argument("--work", required=True, help="folder for features, checkpoints, logs")
        return sub

    sub = stage("features", "recordings -> log-mel, F0, voicing")
    sub.add_argument("--corpus", required=True)
    sub.add_argument("--processes", type=int, default=2)

    def frontend(sub):
        sub.add_argument("--dictionary", action="append", default=[], help="CMUdict, as text or as npm's index.js; may be repeated")
        sub.add_argument("--tokens", help="JSON lines of texts with their clauses, instead of the dictionary")

    sub = stage("align", "features and texts -> durations of phonemes")
    frontend(sub)

    def budget(sub, minutes):
        """Minutes of wall clock or optimiser steps; the learning rate follows whichever is given."""
        sub.add_argument("--minutes", type=float)
        sub.add_argument("--steps", type=int)
        sub.add_argument("--batch", type=int)
        sub.set_defaults(default_minutes=minutes)

    sub = stage("vocoder", "features -> vocoder, by the energy distance of spectra")
    budget(sub, 60)
    sub.add_argument("--name", default="vocoder")

    sub = stage("acoustic", "aligned clauses -> acoustic model")
    budget(sub, 30)
    sub.add_argument("--name", default="acoustic")

    sub = stage("adapt", "acoustic model and vocoder -> the two fitted to each other, with discriminators")
    budget(sub, 50)
    sub.add_argument("--acoustic", default="acoustic")
    sub.add_argument("--vocoder", default="vocoder")
    sub.add_argument("--name", default="adapted")

    sub = stage("prosody", "the predictors anew, on the finished trunk")
    budget(sub, 4)
    sub.add_argument("--base", default="adapted")
    sub.add_argument("--name", default="voice")

    sub = stage("export", "checkpoints -> voice folder")
    sub.add_argument("--out", required=True)
    sub.add_argument("--voice", default="en-us-lj")
    sub.add_argument("--version", default="0.1.0")
    sub.add_argument("--acoustic", default="acoustic")
    sub.add_argument("--vocoder", default="vocoder")
    sub.add_argument("--scores", help="JSON of `evaluate`: {level: {name: value}}")

    sub = stage("evaluate", "checkpoints -> scores of each level")
    frontend(sub)
    sub.add_argument("--acoustic", default="acoustic")
    sub.add_argument("--vocoder", default="vocoder")
    sub.add_argument("--scorer", required=True, help="the scoring script, score.mjs")
    sub.add_argument("--runtime", default=".", help="folder from which the scorer finds onnxruntime-node")
    sub.add_argument("--seeds", type=int, default=2, help="renderings of each sentence, with different noise")
    sub.add_argument("--only", action="append", choices=["copy", "tts", "wer"])
    sub.add_argument("--level", action="append")
    sub.add_argument("--save", help="JSON for `export --scores`")

    sub = stage("inspect", "pictures and figures of ten sentences")
    frontend(sub)
    sub.add_argument("--out", required=True)
    sub.add_argument("--acoustic", default="voice")
    sub.add_argument("--vocoder", default="voice")
    sub.add_argument("--scorer", required=True)
    sub.add_argument("--runtime", default=".")

    sub = stage("card", "template, scores and notes -> MODEL_CARD.md")
    sub.add_argument("--out", required=True, help="the voice folder")
    sub.add_argument("--stages", nargs="+", default=["vocoder", "acoustic", "adapted", "voice"], help="checkpoints that led to the voice")
    sub.add_argument("--acoustic", default="voice")
    sub.add_argument("--vocoder", default="voice")

    options = parser.parse_args()
    if getattr(options, "default_minutes", None) and options.minutes is None and options.steps is None:
        options.minutes = options.default_minutes
    if options.stage == "features":
        from .features import run
        run(options.corpus, options.work, options.processes)
    elif options.stage == "align":
        from .align import run
        run(options.work, [*options.dictionary, LEXICON], options.tokens)
    elif options.stage == "vocoder":
        from .train_vocoder import run
        run(options.work, options.minutes, options.steps, options.batch or 12, name=options.name)
    elif options.stage == "acoustic":
        from .train_acoustic import run
        run(options.work, options.minutes, options.steps, options.batch or 16, name=options.name)
    elif options.stage == "export":
        from .export import run
        scores = json.loads(Path(options.scores).read_text()) if options.scores else None
        run(options.work, options.out, options.voice, options.version, options.acoustic, options.vocoder, scores)
    elif options.stage == "evaluate":
        from .evaluate import run
        run(options.work, [*options.dictionary, LEXICON], options.tokens, options.scorer, options.runtime, options.acoustic, options.vocoder,
            options.seeds, options.only, options.level, options.save)
    elif options.stage == "adapt":
        from .adapt import run
        run(options.work, options.minutes, options.steps, options.batch or 10, acoustic=options.acoustic, vocoder=options.vocoder, name=options.name)
    elif options.stage == "inspect":
        from .inspect_speech import run
        run(options.work, options.out, [*options.dictionary, LEXICON], options.tokens, options.scorer, options.runtime, options.acoustic, options.vocoder)
    elif options.stage == "card":
        from .card import run
        run(options.work, options.out, options.stages, options.acoustic, options.vocoder)
    elif options.stage == "prosody":
        from .train_prosody import run
        run(options.work, options.minutes, options.steps, options.batch or 32, base=options.base, name=options.name)
