"""What a design says: the advice in a sentence, its limits, its page. English beside French."""

from __future__ import annotations

import math
from datetime import date
from typing import Any
from unicodedata import category

from recul.designs.plan import Choice, Plan
from recul.report.words import numbers, say
from recul.report.words.design_limits import effect, limit_text
from recul.report.words.text import plain, user

Both = dict[str, str]

SENTENCES: dict[str, Both] = {
    "units_withdraw": {
        "en": "Stop the work in these {held} of {of} units ({names}) from {start} to {end}: {seen}{cost}.",
        "fr": "Arrêtez ce travail dans ces {held} unités sur {of} ({names}) du {start} au {end} : {seen}{cost}.",
    },
    "units_launch": {
        "en": "Begin everywhere but in these {held} of {of} units ({names}), from {start} to {end}: {seen}{cost}.",
        "fr": "Lancez partout sauf dans ces {held} unités sur {of} ({names}), du {start} au {end} : {seen}{cost}.",
    },
    "weeks_withdraw": {
        "en": "Stop the work in {held} of {of} spells of {spell}, drawn at random, from {start} to {end}: {seen}"
        "{cost}.",
        "fr": "Arrêtez ce travail pendant {held} périodes de {spell} sur {of}, tirées au sort, du {start} au {end} :"
        " {seen}{cost}.",
    },
    "weeks_launch": {
        "en": "Do it in {held} of {of} spells of {spell}, drawn at random, from {start} to {end}: {seen}{cost}.",
        "fr": "Faites-le pendant {held} périodes de {spell} sur {of}, tirées au sort, du {start} au {end} : {seen}"
        "{cost}.",
    },
    "conversations": {
        "en": "From {start} on, hold back {share} of answers by lot until {of} conversations are drawn, some {weeks}:"
        " {seen}{cost}.",
        "fr": "À partir du {start}, retenez {share} des réponses au hasard jusqu’à {of} conversations tirées, soit"
        " environ {weeks} : {seen}{cost}.",
    },
    "none": {"en": "No such test can be advised: {reason}.",
             "fr": "Aucun test de ce type n’est à conseiller : {reason}."},
}
PIECES: dict[str, Both] = {
    "seen": {"en": "an effect of {detectable} or more would be seen 8 times in 10",
             "fr": "un effet de {detectable} ou plus serait vu 8 fois sur 10"},
    "cost": {"en": "; it costs about {cost} if the work is worth {expected}",
             "fr": " ; le test coûte environ {cost} si le travail vaut {expected}"},
    "saved": {"en": ", less the {spent} of work saved", "fr": ", moins {spent} de travail économisés"},
    "spent": {"en": ", beside the {spent} of the work itself", "fr": ", outre les {spent} du travail lui-même"},
    "only_saved": {"en": "; {spent} of work are saved", "fr": " ; {spent} de travail sont économisés"},
    "only_spent": {"en": "; the work itself costs {spent}", "fr": " ; le travail lui-même coûte {spent}"},
    "false": {
        "en": "The analysis planned, run on {tests} stretches of the past where nothing was held out, the draw made"
        " again each time, cried wolf in {count} of {of} ({rate}).",
        "fr": "L’analyse prévue, menée sur {tests} tranches du passé où rien n’avait été arrêté ni retardé, le tirage"
        " refait à chaque fois, a crié au loup {count} fois sur {of} ({rate}).",
    },
    "truth": {
        "en": "The truth: in this simulated world an effect of {effect} is seen 8 times in 10, counted on {worlds}"
        " other runs of it; the past of this one promised {promised}.",
        "fr": "La vérité : dans ce monde simulé, un effet de {effect} est vu 8 fois sur 10, compté sur {worlds}"
        " autres tirages de ce monde ; le passé de celui-ci promettait {promised}.",
    },
    "interval": {"en": "{low} to {high}", "fr": "de {low} à {high}"},
    "or_more": {"en": "{low} or more", "fr": "{low} ou plus"},
    "title": {"en": "How to know next time", "fr": "Comment savoir la prochaine fois"},
    "past": {"en": "Planned on the record of {measure}, {first} to {last}",
             "fr": "Prévu d’après le relevé « {measure} », du {first} au {last}"},
    "held_of": {"en": "{held} of {of}", "fr": "{held} sur {of}"},
    "summary": {"en": "Smallest effect seen 8 times in 10, by length of the test: {points}.",
                "fr": "Plus petit effet vu 8 fois sur 10, selon la durée du test : {points}."},
    "point": {"en": "{weeks}, {share} held out: {effect}", "fr": "{weeks}, {share} mis à part : {effect}"},
    "aim": {"en": "to be seen: {aim}", "fr": "à voir : {aim}"},
    "calendar": {"en": "{id}: stop ({what})", "fr": "{id} : arrêt ({what})"},
    "calendar_launch": {"en": "{id}: not in {what}", "fr": "{id} : pas dans {what}"},
    "calendar_do": {"en": "{id}: do it ({what})", "fr": "{id} : à faire ({what})"},
    "calendar_about": {
        "en": "Drawn at random (seed {seed}). Keep to it: whatever is changed by hand is no longer drawn.",
        "fr": "Tiré au sort (graine {seed}). Tenez-vous-y : ce qui est changé à la main n’est plus tiré au sort.",
    },
}
LABELS: dict[str, Both] = {
    "picture": {"en": "What could be seen, by length and share held out",
                "fr": "Ce qui se verrait, selon la durée et la part mise à part"},
    "axis_weeks": {"en": "Length of the test, in weeks", "fr": "Durée du test, en semaines"},
    "axis_effect": {"en": "Smallest effect seen 8 times in 10", "fr": "Plus petit effet vu 8 fois sur 10"},
    "share": {"en": "{share} held out", "fr": "{share} mis à part"},
    "advised": {"en": "advised", "fr": "conseillé"},
    "choices": {"en": "What it takes, and what it gives up", "fr": "Ce qu’il faut, et ce à quoi on renonce"},
    "length": {"en": "Length", "fr": "Durée"},
    "held": {"en": "Held out", "fr": "Mis à part"},
    "detectable": {"en": "Effect seen 8 times in 10", "fr": "Effet vu 8 fois sur 10"},
    "range": {"en": "Between", "fr": "Entre"},
    "given_up": {"en": "Given up, if the work is worth {aim}", "fr": "Perdu, si le travail vaut {aim}"},
    "saved": {"en": "Work saved", "fr": "Travail économisé"},
    "spent": {"en": "Cost of the work", "fr": "Coût du travail"},
    "drawn": {"en": "The draw", "fr": "Le tirage"},
    "block": {"en": "Drawn among", "fr": "Tiré parmi"},
    "stop": {"en": "Stop in", "fr": "Arrêter dans"},
    "without": {"en": "Without", "fr": "Sans"},
    "goes_on": {"en": "As before", "fr": "Comme avant"},
    "with": {"en": "With", "fr": "Avec"},
    "spell": {"en": "Spell", "fr": "Période"},
    "off_withdraw": {"en": "◆ stop", "fr": "◆ arrêter"},
    "on_withdraw": {"en": "as before", "fr": "comme avant"},
    "off_launch": {"en": "without", "fr": "sans"},
    "on_launch": {"en": "◆ do it", "fr": "◆ faire"},
    "what": {"en": "What to do", "fr": "Que faire"},
    "limits": {"en": "What to know beforehand", "fr": "À savoir avant"},
    "none": {"en": "Nothing in particular.", "fr": "Rien de particulier."},
    "declare": {"en": "To declare, so that the answer can be read", "fr": "À déclarer, pour que la réponse se lise"},
    "declare_about": {
        "en": "Paste the action into study.toml before the test begins, and the question once it is over and its days"
        " are in the files: the same analysis as the one tried on the past.",
        "fr": "Collez l’action dans study.toml avant le début du test, et la question une fois le test fini et ses"
        " jours dans les fichiers : la même analyse que celle essayée sur le passé.",
    },
    "coins_about": {
        "en": "coins.csv holds the draws in order. At each answer take the next line: fill in the conversation and the"
        " moment, and do as it says. Then declare it as a source of the table actions, with the lines filled only.",
        "fr": "coins.csv contient les tirages dans l’ordre. À chaque réponse, prenez la ligne suivante : inscrivez la"
        " conversation et le moment, et faites ce qu’elle dit. Déclarez-le ensuite comme source de la table actions,"
        " avec les seules lignes remplies.",
    },
    "how": {"en": "How this is known", "fr": "Comment on le sait"},
    "how_about": {
        "en": "The test was run on the past: in each stretch of it, units were put into blocks by their level before,"
        " drawn as they will be, an effect was added to those drawn, and the analysis planned was asked whether it saw"
        " it. The next months may be calmer or wilder than those before.",
        "fr": "Le test a été mené sur le passé : dans chaque tranche, les unités ont été groupées selon leur niveau"
        " antérieur, tirées comme elles le seront, un effet a été ajouté à celles tirées, et l’analyse prévue a dit si"
        " elle le voyait. Les prochains mois peuvent être plus calmes ou plus agités que les précédents.",
    },
    "how_weeks": {
        "en": "The test was run on the past: in each stretch of it, the spells were drawn as they will be, an effect"
        " was added to those drawn, and the analysis planned was asked whether it saw it. What needs longer than a"
        " spell to build up or to fade is not seen so.",
        "fr": "Le test a été mené sur le passé : dans chaque tranche, les périodes ont été tirées comme elles le"
        " seront, un effet a été ajouté à celles tirées, et l’analyse prévue a dit si elle le voyait. Ce qui met plus"
        " d’une période à s’installer ou à s’éteindre ne se voit pas ainsi.",
    },
    "how_conversations": {
        "en": "How many negative messages followed the answers of the past, and how much that varies, says how many"
        " conversations it takes for a share of them spared to show.",
        "fr": "Combien de messages négatifs ont suivi les réponses passées, et combien cela varie, dit combien de"
        " conversations il faut pour qu’une part de messages évités se voie.",
    },
}
def sentence(plan: Plan, language: str) -> str:
    """The advice for a decision-maker, marked text."""
    c = plan.chosen
    if c is None or not plan.possible or plan.start is None or plan.end is None:
        reasons = [limit for limit in plan.limits if limit.forbids]
        text = limit_text(reasons[0], language).rstrip(".") if reasons else ""
        return say(SENTENCES["none"], language, reason=text[:1].lower() + text[1:])
    seen = say(PIECES["seen"], language, detectable=effect(c.detectable, language))
    values = {"seen": seen, "cost": cost(plan, c, language), "held": numbers.number(c.held, language),
              "of": numbers.number(c.of, language), "start": _day(plan.start, language),
              "end": _day(plan.end, language)}
    if plan.by == "conversations":
        return say(SENTENCES["conversations"], language, share=numbers.share(c.share, language),
                   weeks=numbers.count(c.weeks, "week", language), **{k: v for k, v in values.items()
                                                                     if k not in ("held", "end")})
    way = "withdraw" if plan.withdraw else "launch"
    if plan.by == "weeks":
        first, last, _ = plan.spells[0]
        days = (last - first).days + 1
        return say(SENTENCES[f"weeks_{way}"], language, spell=numbers.count(days // 7, "week", language), **values)
    return say(SENTENCES[f"units_{way}"], language, names=numbers.listing(plan.drawn, language, 8), **values)


def about(value: float, unit: str, language: str) -> str:
    """An amount to two figures: more would claim to know what it costs."""
    if value == 0:
        return numbers.amount(0.0, unit, language, 0)
    power = max(0, math.floor(math.log10(abs(value))) - 1)
    return numbers.amount(round(value / 10**power) * 10.0**power, unit, language, 0 if abs(value) >= 10 else None)


def money(plan: Plan) -> str:
    """What costs are in: the currency declared, else the measure's unit where that is one. Work costs no orders."""
    unit = plan.value_unit.strip()
    known = unit.upper() in numbers.locale("en").currencies or any(category(c) == "Sc" for c in unit)
    return plan.currency or (unit if known else "")


def cost(plan: Plan, choice: Choice, language: str) -> str:
    """What the test costs, as the end of the sentence; nothing where nothing is known of it."""
    spent = None if choice.spent is None else about(choice.spent, money(plan), language)
    if choice.given_up is None:
        return "" if spent is None else say(PIECES["only_saved" if plan.withdraw else "only_spent"], language,
                                            spent=spent)
    text = say(PIECES["cost"], language, cost=about(choice.given_up, plan.value_unit, language),
               expected=numbers.share(plan.aim, language))
    return text if spent is None else text + say(PIECES["saved" if plan.withdraw else "spent"], language, spent=spent)


def false_alarms(plan: Plan, language: str) -> str:
    """How often the planned analysis cries wolf on the past."""
    f = plan.false_alarms
    if f is None or not f.of:
        return ""
    shown = {name: numbers.number(value, language) for name, value in
             (("tests", f.tests), ("count", f.count), ("of", f.of))}
    return say(PIECES["false"], language, rate=numbers.percent(f.count / f.of, language), **shown)


def spread(choice: Choice, language: str) -> str:
    """The interval of a detectable effect."""
    if choice.low is None:
        return "–"
    low = numbers.percent(choice.low, language)
    if choice.high is None:
        return say(PIECES["or_more"], language, low=low)
    return say(PIECES["interval"], language, low=low, high=numbers.percent(choice.high, language))


def truth(plan: Plan, effect_there: float | None, worlds: int, language: str) -> str:
    """In a simulated world, what is seen 8 times in 10 in other runs of it."""
    promised = None if plan.chosen is None else plan.chosen.detectable
    return say(PIECES["truth"], language, effect=effect(effect_there, language), worlds=numbers.number(
        worlds, language), promised=effect(promised, language))


def label(key: str, language: str, **values: str) -> str:
    return say(LABELS[key], language, **values)


def entries(plan: Plan, language: str) -> list[Any]:
    """The test for a calendar."""
    from recul.designs.ical import Entry

    if plan.start is None or plan.end is None or not plan.possible:
        return []
    about_it = plain(say(PIECES["calendar_about"], language, seed=str(plan.seed)))
    if plan.by == "weeks":
        what = plain(numbers.listing(plan.units, language, 8))
        piece = "calendar" if plan.withdraw else "calendar_do"
        return [Entry(first, last, plain(say(PIECES[piece], language, id=plan.id, what=what)), about_it)
                for first, last, off in plan.spells if off == plan.withdraw]
    if plan.by == "units":
        piece = "calendar" if plan.withdraw else "calendar_launch"
        words = say(PIECES[piece], language, id=plan.id, what=numbers.listing(plan.drawn, language, 40))
        return [Entry(plan.start, plan.end, plain(words), f"{plain(sentence(plan, language))}\n{about_it}")]
    return [Entry(plan.start, plan.end, plan.id, f"{plain(sentence(plan, language))}\n{about_it}")]


def _day(day: date, language: str) -> str:
    return numbers.day(day.isoformat(), language)


def measure(plan: Plan) -> str:
    return user(plan.measure.replace("_", " "), 60)


__all__ = ["effect", "entries", "false_alarms", "label", "limit_text", "sentence"]
