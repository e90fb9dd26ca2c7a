"""What a full stop may follow without ending a sentence, in French and English."""

from __future__ import annotations


def _words(said: str) -> frozenset[str]:
    return frozenset(said.split())


# A name or an explanation always follows.
NEVER_LAST = _words(
    "mr mrs ms dr prof rev hon gen sen rep st mt messrs m mm mme mmes mlle mlles me pr mgr vve "
    "e.g i.e eg ie cf vs viz ca p.ex p.e c.-à-d c.à.d i.a approx resp incl excl esp env"
)
# A number follows; before anything else the stop ends the sentence ("Nobody said no. Then…").
BEFORE_A_NUMBER = _words(
    "no nos n nr p pp pag fig figs eq art al vol vols chap ch sec sect § tab app ann ref réf tél tel ed éd ex par "
    "jan janv feb févr fév mar mars apr avr jun juin jul juil aug sept sep oct nov dec déc"
)
# May end a sentence or not: only a word that starts sentences says that it did.
SELDOM_LAST = _words(
    "inc ltd co corp llc plc bros dept est gov univ assn intl max min moy éts cie sté dir ass coll suppl ital"
)
STARTERS = _words(
    "The A An This That These Those It Its He She We You They I In On At By For From To With Without And But Or So If "
    "When While Since After Before As Our Your Their His Her There Here Then Now Yet Still However Not No One All Most "
    "Some Many Each Every What Why How Who Where Is Are Was Were Do Does Did Can Could Will Would May Might "
    "Le La Les Un Une Des Du De Ce Cet Cette Ces Il Elle Ils Elles On Nous Vous Je Tu Notre Nos Votre Vos Leur Leurs "
    "Son Sa Ses Mon Ma Mes Et Mais Ou Donc Or Si Quand Lorsque Depuis Après Avant Avec Sans Pour Par Dans En Au Aux À "
    "Sur Comme Ainsi Cependant Pourtant Alors Puis Enfin Tous Toutes Chaque Aucun Aucune Que Qui Pourquoi Comment Où "
    "Est Sont Rien Plus Moins Tout Cela Ça Y"
)
