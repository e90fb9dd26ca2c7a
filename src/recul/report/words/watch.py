"""What a watch says: an alarm in one line, and what it tells on the way. English beside French."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from recul.record.zones import microseconds, to_local
from recul.report.words import numbers, say
from recul.report.words.files import REASONS
from recul.report.words.text import plain, user

Both = dict[str, str]

ALARM: dict[str, Both] = {
    "alarm": {"en": "ALARM {brand}: {hour} in the hour up to {end}{before}. {promise} [{id}]",
              "fr": "ALARME {brand} : {hour} dans l’heure jusqu’au {end}{before}. {promise} [{id}]"},
    "before": {"en": ", against {hourly} an hour over the day before",
               "fr": ", contre {hourly} par heure le jour d’avant"},
    "unknown_before": {"en": "; nothing is known of the day before", "fr": " ; on ne sait rien du jour d’avant"},
    "promise": {"en": "Budget: {budget}; where nothing happens, over {months} months, {realised} a month.{short}",
                "fr": "Budget : {budget} ; là où rien n’arrive, sur {months} mois, {realised} par mois.{short}"},
    "short": {"en": " Only {past} of its past are known.", "fr": " On ne connaît que {past} de son passé."},
    "budget_one": {"en": "{many} false alarm a {unit}", "fr": "{many} fausse alarme par {unit}"},
    "budget": {"en": "{many} false alarms a {unit}", "fr": "{many} fausses alarmes par {unit}"},
    "message": {"en": "{many} message", "fr": "{many} message"},
    "messages": {"en": "{many} messages", "fr": "{many} messages"},
}
# A budget below one alarm a month is said by the year.
UNITS: dict[str, Both] = {"month": {"en": "month", "fr": "mois"}, "year": {"en": "year", "fr": "an"}}
MONTHS_A_YEAR = 365 / 30
# With less past than this, thresholds are still taken again often (`recul.detectors.threshold.AGES`): it is said.
LONG_HOURS = 1008

WHY: dict[str, Both] = REASONS | {
    "ahead_of_the_clock": {"en": "dated more than ten minutes after this computer’s clock",
                           "fr": "datée de plus de dix minutes après l’horloge de cet ordinateur"},
    "not_a_brand": {"en": "a brand’s name that is too long or holds control characters",
                    "fr": "un nom de marque trop long ou avec des caractères de contrôle"},
    "too_many_brands": {"en": "one brand more than the watch may hold (--most)",
                        "fr": "une marque de plus que la veille n’en admet (--most)"},
    "too_long": {"en": "a line of more than 1 MiB", "fr": "une ligne de plus de 1 Mio"},
}
TOLD: dict[str, Both] = {
    "refused": {"en": "Lines not understood so far: {count} ({why}; the first: line {line}).",
                "fr": "Lignes non comprises jusqu’ici : {count} ({why} ; la première : ligne {line})."},
    "late": {"en": "Late so far: {count}. Such messages came after their moment was closed; they are counted here, "
                   "not in the alarms. A greater --lateness waits longer.",
             "fr": "En retard jusqu’ici : {count}. Ces messages sont arrivés après la clôture de leur moment ; ils "
                   "sont comptés ici, pas dans les alarmes. Un --lateness plus grand attend davantage."},
    "unfinished_line": {"en": "The last line is not finished ({bytes} bytes): it waits for its end.",
                        "fr": "La dernière ligne n’est pas finie ({bytes} octets) : elle attend sa fin."},
    "unfinished_end": {"en": "The stream ended within a line ({bytes} bytes), whose end never came.",
                       "fr": "Le flux s’est arrêté au milieu d’une ligne ({bytes} octets), dont la fin n’est jamais "
                             "venue."},
    "rotated": {"en": "Another file now stands under this name: the old one was read to its end (byte {bytes}), the "
                      "new one is read from its beginning.",
                "fr": "Un autre fichier porte désormais ce nom : l’ancien a été lu jusqu’au bout (octet {bytes}), le "
                      "nouveau est lu depuis le début."},
    "truncated": {"en": "The file was cut short or written over (it was read up to byte {bytes}): it is read from its "
                        "beginning.",
                  "fr": "Le fichier a été raccourci ou réécrit (il était lu jusqu’à l’octet {bytes}) : il est lu "
                        "depuis le début."},
    "replaced_while_away": {
        "en": "The file is not the one read before: what was added to the old one after byte {bytes} was not seen. The "
              "new one is read from its beginning.",
        "fr": "Le fichier n’est pas celui qui était lu : ce qui a été ajouté à l’ancien après l’octet {bytes} n’a pas "
              "été vu. Le nouveau est lu depuis le début."},
    "undelivered": {"en": "{sink} did not take an alarm ({why}, attempt {tries}): it waits, and is sent again.",
                    "fr": "{sink} n’a pas pris une alarme ({why}, essai {tries}) : elle attend et sera renvoyée."},
    "delivered_again": {"en": "{sink} took the alarm at attempt {tries}.",
                        "fr": "{sink} a pris l’alarme à l’essai {tries}."},
    "waiting": {"en": "Alarms that wait for {sink}: {count}. They leave at the next start.",
                "fr": "Alarmes qui attendent {sink} : {count}. Elles partiront au prochain démarrage."},
    "no_state": {"en": "No --state: nothing is kept, and the next start begins anew.",
                 "fr": "Sans --state : rien n’est gardé, le prochain démarrage repart de zéro."},
    "begins": {"en": "Watching {stream}. Budget: {budget}, for each brand. When nothing comes, of any brand, for more "
                     "than {silence}, the source is taken to have been down.",
               "fr": "Veille sur {stream}. Budget : {budget}, pour chaque marque. Quand rien ne vient, d’aucune "
                     "marque, pendant plus de {silence}, la source est tenue pour coupée."},
    "warming": {"en": "No alarm of a brand before {hours} of its hours were observed, and the day after them is over.",
                "fr": "Pas d’alarme sur une marque avant que {hours} de ses heures aient été observées et que le jour "
                      "qui les suit soit passé."},
    "thresholds": {"en": "Thresholds were taken from the past of each brand. Brands that have one: {brands}.",
                   "fr": "Les seuils ont été pris sur le passé de chaque marque. Marques qui en ont un : {brands}."},
    "goes_on": {"en": "Going on where the last watch stood. Lines: {lines}; alarms: {alarms}.",
                "fr": "Reprise là où la dernière veille s’est arrêtée. Lignes : {lines} ; alarmes : {alarms}."},
    "ended": {"en": "Lines: {lines}; messages counted: {events}; late: {late}; not understood: {refused}; brands: "
                    "{brands}; alarms: {alarms}.",
              "fr": "Lignes : {lines} ; messages comptés : {events} ; en retard : {late} ; non comprises : {refused} ; "
                    "marques : {brands} ; alarmes : {alarms}."},
}


def told(code: str, language: str, **values: Any) -> str:
    """What a watch tells on the way, plain text. A reason why lines were refused is a code too."""
    if code in WHY:
        values, code = values | {"why": say(WHY[code], language)}, "refused"
    shown = {name: numbers.number(v, language) if isinstance(v, int) else str(v) if name in ("why", "budget", "silence")
             else user(v) for name, v in values.items()}
    return plain(say(TOLD[code], language, **shown))


def budget_text(monthly: float, language: str) -> str:
    """ "1 false alarm a month", "6 fausses alarmes par an": from false alarms a month."""
    unit = "month" if monthly >= 1 else "year"
    many = monthly if monthly >= 1 else monthly * MONTHS_A_YEAR
    many = round(many, 2)
    shown = numbers.number(int(many) if many == int(many) else many, language)
    key = "budget" if numbers.plural(many, language) else "budget_one"
    return say(ALARM[key], language, many=shown, unit=UNITS[unit][language])


def alarm_text(alarm: Mapping[str, Any], language: str, zone: str) -> str:
    """An alarm in one line, plain text, its times in `zone`. alarm: the fields of `recul.watch.alarms.Alarm`."""
    many, hourly = alarm["last_hour"], alarm["hourly_before"]
    before = say(ALARM["unknown_before"], language) if hourly is None else say(
        ALARM["before"], language, hourly=numbers.number(int(hourly) if hourly == int(hourly) else hourly, language))
    hour = say(ALARM["messages" if numbers.plural(many, language) else "message"], language,
               many=numbers.number(many, language))
    past = alarm["past_hours"]
    short = "" if past >= LONG_HOURS else say(ALARM["short"], language, past=numbers.duration(60 * past, language))
    promise = say(ALARM["promise"], language, budget=budget_text(alarm["budget"], language), short=short,
                  months=numbers.number(alarm["placebo_months"], language),
                  realised=numbers.number(alarm["realised"], language))
    end = numbers.day(_local(alarm["end"], zone), language, zone)
    return plain(say(ALARM["alarm"], language, brand=user(alarm["brand"]), hour=hour, end=end, before=before,
                     promise=promise, id=str(alarm["id"])))


def _local(moment: str, zone: str) -> str:
    utc = microseconds(np.array([moment.rstrip("Z")], "datetime64[us]"))
    return str(to_local(utc, zone).astype("datetime64[us]").astype("datetime64[s]")[0])
