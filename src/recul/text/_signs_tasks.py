"""Signs of the nature of a task, French and English: acts that decide, acts that make, what they bear upon.

The lists put the rules of `tests/data/task_nature/GUIDELINES.md` in words: the object decides before the verb, a
concrete act before its frame, carrying out a strategy is no strategy. None of them decides anything: they are counted,
and the model weighs them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Stems, without accents.
# An act that settles something, whatever it bears upon.
_DECIDE = (
    r"decid|determin|defin|redefin|settl|formulat|rethink|rethought|arbitrat|priorit|agree|recommend|advis|"
    r"convinc|persuad|determin|convainc|tranch|arrete|arretons|fixe[rsz]?\b|fixons|fix(es|ent|ee?s?)\b|repens|"
    r"prioris|hierarchis|conseil|preconis|recommand|arbitr|oriente|trancher|chois|choix|retenu|choose|chose\b|"
    r"choos|select|pick(ed|s)?\b|cale(r|e)?\b|abandon|renonc|gave up|drop(s|ped)?\b|leav(e|ing) |quitt|vot(e|ed|"
    r"er?)\b|acte\b|valide la strat|cap\b|propos(e|er|ing|es|ed)? (a |au|to |the |les? |la |une |an? )?|allocat|"
    r"negoci\w+ et attrib|attribu|reparti|re-?split|split\b|signed? off|sign-off|acte\b|rule[sd]? out|get off|cut "
    r"(display|spend|the)|dire non|ferme (le|la|les|un|deux|trois)|closed?\b|fermer|said no|told (client|board)|"
    r"interdi|refus|authority|jug(e|er|erons)\b|judge"
)
# An act that settles or makes, as its object has it.
_BUILD = (
    r"design|develop|creat|build|built|establish|shap(e|es|ed|ing)\b|draw(s|n|ing)? up|drew up|sets?\b|setting|"
    r"writ(e|es|ing)|wrote|written|devis|craft|elabor|conc(oi|ev)|constru|bati[rst]?|etabli|redig|pos(e|er|ee?)\b|"
    r"prepar|imagin|think|thought|pens(e|er)\b|reflech|plan(s|ned|ning)?\b|ecri|mis(e)? en place|met(tre|s|tez)? "
    r"en place|set(s)? up|structur|organis"
)
# Big verbs: nothing without an object.
_MANAGE = (
    r"manag|own(s|ed|ing)?\b|lead(s|ing)?\b|led\b|driv(e|es|ing)\b|steer|direct(s|ed|ing)?\b|overs(ee|aw)|pilot|"
    r"dirig|gere|gerer|gestion|port(e|er|ez)\b|encadr|responsib|responsable|anim(e|er|ation)|assur|supervis|head\b"
)
# Directing people.
_STAFF = (
    r"recruit|recrut|hir(e|es|ed|ing)\b|embauch|appoint|entretiens? (annuel|d.evaluation)|evaluat\w+ (staff|"
    r"people|the team)|appraisal"
)
# An act that leaves something made, sent, answered, counted.
_MAKE = (
    r"post(s|ed|ing|er|e|ez)?\b|publi(e|er|sh|c?ation)\w*|repl(y|ies|ied)|respon(d|se|dre)\w*|repon\w*|answer|"
    r"moder|film|shoot|shot\b|edit(s|ed|ing)\b|schedul|programm(er|ation|e|ez)\b|monitor|watch|veill|surveill|"
    r"compil|updat|actualis|mis(e)? a jour|mettre a jour|tenir a jour|tenu|maintain|track|suivi|suivre|send|"
    r"sent\b|envo(i|y)\w*|chas(e|ed|ing)\b|relanc|translat|tradui|trad\b|proofread|reli(t|re|s)\b|relect|upload|"
    r"mis(e)? en ligne|run(s|ning)?\b|ran\b|coordin|brief|test(s|er|ed|ing)?\b|boost|research|recherch|format(s|"
    r"ted|ting)\b|mise en forme|attend|assist(e|er|s|ed)?\b|train(ed|s)?\b|form(e|er)\b|tag(s|ged|ger)?\b|archiv|"
    r"log(s|ged)?\b|pull|collect|recueill|releve|fix(ed|ing)\b|repar|tourn(e|er|age)|mont(e|er|age)\b|photo|"
    r"retouch|prepar|rassembl|present|animat|accueil|welcom|help|aid(e|er)\b|masqu|supprim|remont(e|er)|escalad|"
    r"escalat|flag|alert|signal|distribu|organis|book|reserv|install|param(e|é)tr|set up|optimi|report(s|ed|"
    r"ing)?\b|rapport|cr\b|live|couv(r|er)|cover|checked|check(s)?\b|verifi|clean|nettoy|call(s|ed)?\b|rappel|"
    r"compte rendu|minutes|tri(e|er)\b|sort(ed)?\b|exercice|drill|edit(ing)? (till|until)|saisi(s|e|r)?\b|imprim|"
    r"print(ed|s)?\b|book(ed)?|reserv|sort catering|vlog|stream|edit\b|pinn?ed|epingl|queu(e|ed)|clear(ed|s)?\b|"
    r"distribu|livr|shar(e|ed)|partag|record|enregistr|cook|mod\b|rep\b|cm\b|wording|handle|handling|trait(e|er|"
    r"ement)|obtain|chronolog|verbatim|engage with|evangel|eavesdrop|bannieres|rewrote|reecri|pics?\b"
)
# Carrying out what is decided.
_CARRY = (
    r"implement|execut|roll(s|ed|ing)?[ -]?out|deploy|deploi|apply|appli(es|quer|que|ed)|support|deliver|carr(y|"
    r"ies|ied|ying) out|mise? en (oe|œ)uvre|mettre en (oe|œ)uvre|met(s|tez)? en (oe|œ)uvre|decli(n|ne|ner)\w*|"
    r"accompagn|epaul|participat\w+ in (the )?(roll|impl|deliv)|contribut|respect(er)?\b|follow"
)
# What decisions bear upon, and
_BIG = (
    r"strateg(y|ies|ie)\b|polic(y|ies)\b|politiques?\b|positioning|positionnement|direction of|orientations?|"
    r"editorial line|lignes? editoriale|roadmap|feuille de route|objecti(f|ve)s?\b|goals?\b|aims?\b|kpis?\b|"
    r"indica(teur|tor)s?\b|chart(er|e)s?\b|rules?\b|regles?\b|principl|principes?\b|guidelines|threshold|"
    r"seuils?\b|governance|gouvernance|operating model|framework|cadre d|priorit|audiences?\b|publics?\b|"
    r"cibles?\b|segments?\b|target (group|audience)|personas?\b|promise|promesse|purpose|mission de marque|"
    r"territo|platform|plateforme de marque|remit|perimetre|role definit|roles?\b|tone of voice|ton de|tender|"
    r"appel d.offres|pitch|contrat|contract|budget|moyens|resources|allocation|invest|(plan|plans) (annuel|de "
    r"communication|marketing|media|de mesure)|(communication|marketing|annual|yearly|measurement|action) plan|"
    r"the plan|le plan|plan\b|message(s)? (de la|of the)|measure of|criteres?|criteria|position\b|stance|line on|"
    r"proportion|enveloppes?|spend\b|responsabilites|grille|thresholds|call-out|principles|presence\b|means\b|"
    r"whole team|tender|territoire|projet de communication"
)
# how far ahead;
_HORIZON = (
    r"\b20[2-9]\d\b|next year|l.an prochain|annee prochaine|three.year|trois ans|long.term|long terme|annual|"
    r"yearly|annuel|a venir|to come|years?\b|saison prochaine|next season|moyen terme"
)
# what the day's work bears upon.
_SMALL = (
    r"post(s)?\b|stor(y|ies)\b|reels?\b|videos?\b|photos?\b|visu(al|el)|captions?\b|legendes?\b|comment(s|"
    r"aires?)?\b|dms?\b|inbox|mp\b|reviews?\b|avis\b|newsletters?|mailing|e-?mails?\b|calend(ar|rier)|"
    r"plannings?\b|dashboards?|tableaux? de bord|figures\b|chiffres|stat(s|istic|istique)|hashtags?|banners?|"
    r"bann?ieres?|flyers?|depliants?|brochures?|plaquettes?|press releases?|communiques?|faq|macros?|spam|trolls?|"
    r"invoices?|factures?|orders?\b|commandes|events?\b|evenement|interviews?|subtitles|sous-titres|ads?\b|"
    r"pubs?\b|pages?\b|sites?\b|website|slides|deck|articles?|blog|podcast|copy\b|textes?\b|feed|accounts?\b|"
    r"comptes?\b|messages?\b|tweets?|threads?|live|files?\b|fichiers?|lists?\b|listes?\b|contacts?\b|"
    r"influence(u)?rs?|creat(or|eur)s?|contents?\b|contenus?\b|campa(ign|gne)s?\b|networks|reseaux|communit|"
    r"communaut|questions?\b|tool|outil|reporting|press\b|presse\b"
)
# A question that is being settled.
_ASKS = (
    r"\b(which|what|whom?|where|whether|why|how)\b|\b(quels?|quelles?|a qui|de qui|pour qui|qui|ou\b(?= nous| la "
    r"marque| on| etre| aller)|comment|pourquoi|ce que|lesquel\w*|quand on)\b"
)
# Recommendations whose matter is left open.
_OPEN = (
    r"recommendations?\b|suggest|improvements?|(pistes|propositions|axes) (d|de|pour)?|recommandations?|"
    r"ameliorations?|what (to|should) change|ce qu.il faut changer"
)
# No work: qualities and conditions, results, administration.
_QUALITY = (
    r"you (are|have|love|like|will learn|thrive|enjoy)|you.re (a|an|not)\b|you.ve\b|vous (etes|avez|aimez|"
    r"maitrisez)|tu (es|as|aimes|maitrises|apprend|decouvr)|experience|degree|diplom|bac ?\+|master\b|fluent|"
    r"courant|salar|remunerat|pension|mutuelle|ticket|remote|teletravail|we (offer|are)|nous (offrons|sommes)|"
    r"passion|curio|creati(f|ve)\b|rigour|rigoureu|autonom|organised|organise\b|sens d|esprit|ability|capacit|"
    r"licence|permis|plus\b|bonus|apprecie|souhaite|fond(ed|ee)|employ|leader|candidat|applic|apply by|deadline|"
    r"avant le|cv\b|letter|lettre|stage de|months?\b|mois\b|hours|heures|cdi\b|free\b|offert|tarif|price|rate\b|"
    r"vat\b|ht\b|reports? to|reporting to|rattache|other duties|toute autre|confie|required|requis|exige|travel|"
    r"deplacement|equity|desk|mentor|must be able|pouvoir porter|able to|bureau\b.*offert|snacks|home office"
)
_RESULT = (
    r"\d ?%|\+ ?\d|\brose\b|grew|doubl|progress|hausse|gagne|gained|followers|abonnes|engagement rate|taux d|"
    r"score|csat|satisfaction|reach(ed)? \d|atteindre"
)
_ADMIN = (
    r"\ball.hands|stand.?up|\badmin|expenses|\bfrais\b|time ?sheets?|feuilles? de temps|\bleave\b|conges?\b|sick|"
    r"malade|dentist|lunch|dejeuner|\bmeeting\b|reunion|\bpoint\b|1:1|one.to.one|training|formation|course|"
    r"\brtt\b|\boff\b|absent|pause|quiet|calme|\bmails?\b|fire drill|incendie|1st aid|first aid|secouris|compta|"
    r"invoic|facturation|entretien|appraisal|trajet|train\b|holiday|vacances|school run|pluie|\brain\b|mot de "
    r"passe|password|webinar|relance impaye|devis\b|timesheets"
)
_LISTS = {"decide": _DECIDE, "build": _BUILD, "manage": _MANAGE, "staff": _STAFF, "make": _MAKE, "carry": _CARRY,
          "big": _BIG, "horizon": _HORIZON, "small": _SMALL, "asks": _ASKS, "open": _OPEN, "quality": _QUALITY,
          "result": _RESULT, "admin": _ADMIN}
_FOUND = {name: re.compile(rf"(?<!\w)(?:{stems})") for name, stems in _LISTS.items()}
_CLAUSES = re.compile(r"[;:,.–—&+()]| and | et | then | puis | but | mais | by (?=\w+ing)| en (?=\w+ant\b)| plus ")
#: Signs of a text.
COUNT = 34
_ACTS = ("decide", "build", "manage", "make", "carry")


def tasks(texts: Sequence[str]) -> NDArray[np.float64]:
    """[text, sign], 0 or 1: lists met, clauses that decide, that make, both; the first act's kind; shortness."""
    return np.array([_signs(text) for text in texts], dtype=float).reshape(len(texts), COUNT)


def _signs(text: str) -> list[float]:
    bare = plain(text)
    met = {name: pattern.search(bare) is not None for name, pattern in _FOUND.items()}
    clauses = [_clause(part) for part in _CLAUSES.split(bare) if part.strip()]
    decides, makes = any(c == "decides" for c in clauses), any(c == "makes" for c in clauses)
    first = min(((found.start(), name) for name in _ACTS if (found := _FOUND[name].search(bare))), default=(0, ""))[1]
    words = len(bare.split())
    act = any(met[name] for name in (*_ACTS, "staff"))
    return [*map(float, met.values()), *(float(first == name) for name in _ACTS),
            decides, makes, decides and makes, not (decides or makes), bool(clauses) and clauses[0] == "decides",
            met["carry"] and met["big"], met["decide"] and met["asks"], met["build"] and met["big"],
            met["manage"] and met["big"] and not met["make"], met["make"] and met["small"] and not met["big"],
            not act, not (act or met["big"] or met["small"]), words <= 3, words <= 6, words >= 15]


def _clause(part: str) -> str:
    has = {name for name, pattern in _FOUND.items() if pattern.search(part)}
    if "carry" in has:
        return "makes"
    if "staff" in has or ("decide" in has and has & {"big", "asks", "horizon"}):
        return "decides"
    if has & {"build", "manage"} and "big" in has and "small" not in has:
        return "decides"
    if "make" in has or (has & {"build", "manage"} and "small" in has):
        return "makes"
    return ""


def plain(text: str) -> str:
    """Lower case, no accents, straight apostrophes."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("œ", "oe"))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())
