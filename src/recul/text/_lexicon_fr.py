"""The French words of claims, by what they do in one. `*`: any ending. A run of words is matched before its parts.

Each group: single words, then after `|` runs of words, a comma between. `*` stands for any ending.
"""

from __future__ import annotations

LEXICON: dict[str, str] = {
    "cause": """caus* génèr* généré générée générer générait entraîn* provoqu* déclench* suscit* engendr* boost*
        dop* propuls* stimul* favoris* nourri* alimente* alimenté ramèn* ramené ramener rapport* apport* amèn*
        amené amener offre offert offrent produi* crée créé créent créer évit* épargn* empêch* protèg* protégé
        protéger désamorc* apais* calme calmé calment calmer éteint éteindre éteignent rassure* stopp* arrêté met
        mis mettre tue tué tuent sauv* garde gardé gardent fidélis* retient retiennent retenir convainc* pousse
        poussé poussent encourag* décourag* incit* fragilis* renforc* consolid* restaur* redor* abîm* ternit terni
        détruit détruire ruine ruiné mine miné use érod* nuit nuire pénalis* dégrad* déclasse transform* converti*
        facilit* accélèr* accéléré accélérer raccourci* ralenti* allèg* allégé alléger divis* coûte coûté coûtent
        coûter vend vendre fait font faire rend rendent rendu rendre aide aident aidé aider permet permettent
        permis permettre permettra contribue* influenc* influe modifi* chang* bouscul* déplace* fournit procur*
        redonn* donne donné donner libèr* libéré libérer élimin* débloqu* agit agissent marche fonctionne noie
        noyé siphonn* mange mangé dévor* conditionn* détermin* explique* remet remis garantit garantir
        garantissent assure* impact* sécuris* ressoud* valoris* enterr* forge* forgé rétabli* ajoute ajoutent
        ajouté allonge allongent allongé allonger adouci* limite limitent limité limiter entame entament entamé
        remplit remplissent rempli remplir vide vident vidé vider écarte écartent écarté dissuad* rapproche
        rapprochent rapproché éloigne éloignent éloigné soude soudent soudé rassemble rassemblent lasse lassent
        lassé lasser agace agacent épuise épuisent épuisé épuiser fatigu* discrédit* décrédibilis* ébranl* entach*
        écorn* salit sali salir grossi* amplifi* étouff* enflamm* attise attisent attisé enveniment* envenimé
        aggrav* résout résolvent résolu résoudre règle règlent réglé désengorg* soulag* fluidifi* simplifi*
        dynamis* relanc* redress* ranim* réveill* sédui* conquis conquièrent conquérir gonfl* creus* rogn*
        grignot* plomb* coul* pèse pèsent pesé écoul* épingl* déroute déroutent emporte emportent emporté retarde
        retardent retardé prolong* crédibilis* humanis* légitim* responsabilis* fédèr* fédéré mobilis* motiv*
        démotiv* rebut* débauch* détourn* décid* tir* préserv* épauler réconcili* renchéri* entretien* entretenir
        économis* doublerez suivront suivra garderez perdrez gagnerez indui* inhib* suppr* attén* exacerb* altér*
        perturb* entrav* gên* frein* contrari* neutralis* compens* optimis* maximis* minimis* régule régulent
        stabilis* normalis* intensifi* multipli* décupl* généraient générant générera généreront générerait
        entrain* occasionn* obtenu obtient obtiennent obtenir remport* décroch* recrut* vendu vendus vendue
        permettant permettait permettront protégée protégés bénéfici* profit* nuisent nui conféré confère
        confèrent généra affect* touch* attir* réduis* améliorent* gagne gagnent gagné gagner perdre""",
    "cause_run": """| a permis de, ont permis de, permet de, permettent de, permet d', a permis d', permis d',
        permis de, permet à, a permis à, conduit à, conduisent à, mène à, mènent à, mené à, débouche sur, débouché
        sur, se traduit par, se traduisent par, s'est traduit, s'est traduite, a fait, ont fait, fait baisser,
        fait grimper, fait chuter, fait monter, fait venir, fait vendre, fait gagner, fait perdre, fait fuir, fait
        bondir, fait reculer, fait économiser, fait revenir, faire gagner, faire perdre, faire venir, faire
        baisser, faire fuir, fera gagner, fera baisser, met fin, mis fin, coupe court, a mis, a rendu, ont rendu,
        a valu, nous a valu, a coûté, ont coûté, se paie, se paient, s'est payé, s'est payée, aide à, aident à, a
        aidé à, contribue à, contribuent à, a contribué à, pousse à, poussent à, donne envie, donné envie, a
        suffi, suffit à, suffisent à, la différence, porte ses fruits, a payé, ça paie, ça marche, un effet, effet
        sur, impact sur, influence sur, joue sur, agit sur, pèse sur, a pesé sur, a changé, fait naître, donne
        lieu, vient à bout, a ramené, a rapporté, en a rapporté, à l'origine de, à l'abri, d'éviter, évite de,
        évite à, se remplit, se remplissent, doit beaucoup, paie toujours, fait tenir, fait partir, te fera, vous
        fera, vous fait, nous a fait, nous a permis, nous a évité, nous a coûté, m'a valu, lui a valu, leur a
        valu, vous doublerez, vous gagnerez, vous garderez, vous perdrez, ne change rien, ne changent rien, n'a
        fait qu', fait tout, met à l'abri, passe à la caisse, le feront, les a fait, les a convaincus, les a
        rassurés, a eu raison de, a sauvé, ont sauvé, a vidé, a rempli, ouvre des portes, ouvre la porte, ferme la
        porte, rend plus, rend la, rend les, rend le, n'augmente pas, n'a pas augmenté, n'ont pas augmenté, ne
        fait pas, ne réduit pas, ne sert à rien, n'a servi à rien, ont suffi, suffit pour, a suffi pour, contribue
        au, contribuent au, contribué à, contribué au, contribuant à, contribuer à, joue un rôle, jouent un rôle,
        joué un rôle, a un effet, ont un effet, a eu un effet, ont eu un effet, a un impact, ont un impact, a eu
        un impact, l'effet de, les effets de, l'impact de, l'influence de, effet du, effet de, effets de, effet
        des, aboutit à, aboutissent à, a conduit à, ont conduit à, a mené à, ont mené à, n'a pas changé, n'ont pas
        changé, est responsable de, sont responsables de""",
    "because": """parce car puisque reflète reflètent imputable* attribu* résulte résultent découle découlent |
        grâce à, grâce au, grâce aux, à cause de, à cause du, à cause des, à cause d', en raison de, en raison du,
        en raison des, en raison d', du fait de, du fait du, du fait d', sous l'effet de, sous l'effet, porté par,
        portée par, portés par, portées par, tiré par, tirée par, tirés par, dopé par, dopée par, dopées par,
        poussé par, provoqué par, provoquée par, causé par, causée par, causées par, s'explique par, s'expliquent
        par, s'explique, dû à, due à, dus à, dues à, dû au, due au, dues aux, doit à, doivent à, parce que, parce
        qu', vient de, viennent de, tient à, tiennent à, tient au, tient aux, faute de, faute d', à force de, à
        force d', le fruit de, par manque de, par crainte, la faute, c'est pour ça, c'est pour cela, voilà
        pourquoi, c'est ce qui, est né de, nés de, née de, à la faveur de, à la faveur du, au prix de, tous venus
        d', venus de, venu de, uniquement parce, à mettre au crédit, au crédit de, l'œuvre de, le résultat de, la
        conséquence de, la cause de, pour cause de, sous la pression, par la grâce, merci le, merci la, doit
        beaucoup à, devons à""",
    "so": """résultat conséquence donc ainsi d'où aussitôt → => | résultat :, en conséquence, du coup, de ce fait,
        par conséquent, si bien que, si bien qu', au point que, au point qu', ce qui a, ce qui nous, ce qui fait,
        et ça marche, ça a marché, effet immédiat, à la clé, bilan :, tant et si bien, moralité :, de quoi, suffit
        de, il suffit, et la salle, et les avis, et vous, et le carnet, et les ventes, et les clients, et les
        réservations, ce qui a permis, ce qui permet, ce qui évite, effet :, conséquence :, d'où la, d'où une,
        d'où des""",
    "key": """clef levier moteur recette ressort rempart antidote carburant vaut secret facteur facteurs arme |
        clé de, la clé, premier levier, le moteur, mon secret, le secret, garant de, garante de, gage de, meilleur
        moyen, seul moyen, plus sûr moyen, essentiel à, essentielle à, indispensable à, indispensable pour,
        essentiel pour, vital pour, décisif pour, décisive pour, condition de, condition du, socle de, dépend de,
        dépendent de, dépend du, repose sur, reposent sur, passe par, en moins, de moins, en plus, de gagné,
        d'économisé, fois sa mise, sa mise""",
    "condition": """si s'il s'ils sans | sans que, à moins de, à moins d', à condition, pourvu que, dès lors, en
        l'absence de, aurait fini, aurait été, bien géré, bien gérée, mal géré, mal gérée, à trop, à vouloir, si
        vous, si tu, si on, si l'on, si nous, si j'avais, si on avait, s'ils, sans un, sans une, sans ce, sans la,
        sans le, pas de, coupez, écrivez""",
    "would": """va vont allez allons fera feront sera seront aura auront serait seraient aurait auraient""",
    "conditional": """-rait""",
    "modal": """peut peuvent pourrait pourraient pouvait pouvaient pourra pourront puisse puissent | a pu, ont pu,
        avait pu, aurait pu, auraient pu, peut-on""",
    "can_not": """impossible | ne peut, ne peuvent, ne pourra, ne saurait, ne pouvons, peut pas""",
    "should": """devrait devraient devrions devra devront""",
    "hedge": """semble semblent semblait semblaient semblerait sembler paraît parait paraissent paraissait
        apparaît suggère suggèrent suggérait suggérer sûrement probablement vraisemblablement peut-être potentiel
        potentielle potentiels potentiellement tend tendent tendait tendrait susceptible susceptibles probable
        possible soupçonne soupçonnent paraît-il semble-t-il dit-on apparemment éventuellement crains craint
        craignent redout* attendu attendue attendus censé censée parie imagine hypothèse permettrait permettraient
        réduirait réduiraient ferait feraient augmenterait éviterait coûterait entraînerait expliquerait
        renforcerait doperait favoriserait contribuerait aiderait inciterait améliorerait gagnerait gagneraient |
        sans doute, tendance à, laisse penser, laissent penser, laisse croire, laisse à penser, laisse supposer,
        laissent supposer, laisse présager, de nature à, je pense, nous pensons, je crois, nous croyons, on pense,
        je dirais, selon moi, à mon avis, à notre avis, d'après moi, à mon sens, à nos yeux, l'impression, il se
        peut, il se pourrait, a priori, en principe, il est probable, il est possible, m'est avis, a dû, ont dû,
        doit avoir, doivent avoir, on dirait, aurait permis, aurait fait, aurait réduit, aurait perdu, aurait
        gagné, auraient permis, auraient fait, aurait dopé, auraient réduit, aurait contribué, aurait coûté, ça
        doit être, doit être, pas impossible, pas exclu, nous paraît, me paraît, selon nous, il me semble,
        semblent, on peut penser, on peut croire, on imagine, il y aurait, ce serait, paraît susceptible, laissent
        croire, peut-être que, aurait préservé, aurait économisé, aurait sauvé, aurait évité, auraient perdu, à
        mon humble avis, m'a l'air, a l'air""",
    "risk": """risque risquent risquer risquez risquait risqué expose exposent exposez exposer menace menacent
        menacer menacé | risque de, risquent de, risque d', risquent d', c'est risquer, le risque, fait courir, en
        péril, en danger, au risque de, au risque d', fait peser""",
    "at_risk": """| plus exposées, plus exposés, plus exposé, à risque, facteur de risque, plus à risque""",
    "assoc": """associ* lié liée liés liées lien liens corrél* accompagn* coïncid* parallèlement prédit prédisent
        prédictif prédictive prédicteur relation relations parenté conjointement proportionnel* rime riment tandis
        cependant ensemble selon simultané* covari* d'autant synchron* interagi* interaction interactions
        dépendant dépendance tendance tendances concord* indépendamment conjugu* concomitan* cooccurr* rapport
        rapports relié reliée reliés | va de pair, vont de pair, de pair, s'accompagne, s'accompagnent, s'est
        accompagné, s'est accompagnée, en parallèle, dans le même temps, au même moment, en même temps, main dans
        la main, rapport entre, de concert, suivi de, suivie de, suivis de, suivies d', suivi d', suivie d', la
        courbe, va avec, vont avec, tandis que, alors que, varie avec, varient avec, varie selon, varient selon,
        selon que, la même courbe, marche ensemble, marchent ensemble, au même rythme, en cadence, n'est lié,
        n'est pas associé, n'est pas associée, d'autant plus, n'ont de rapport, suivent fidèlement, va ensemble,
        vont souvent, sont aussi, ont aussi, en lien avec, en rapport avec, en fonction de, en fonction du,
        indépendamment de, indépendant de, indépendante de, conjointement à, plus fréquent chez, plus fréquents
        chez, plus élevé chez, plus élevée chez, plus faible chez, plus forte chez, plus susceptibles, est associé
        à, est associée à, sont associés à, sont associées à, est lié à, est liée à, sont liés à, sont liées à,
        corrélé à, corrélée à""",
    "since": """depuis après dès quand lorsque lorsqu' ensuite puis avant aussitôt sitôt pendant | depuis que,
        depuis qu', après que, suite à, à la suite de, à la suite d', à la suite du, dans la foulée, dans les
        jours qui, dans la semaine qui, au lendemain, le lendemain, la semaine suivante, le mois suivant, le jour
        où, la semaine où, le mois où, dès que, à partir de, à partir du, à compter de, à mesure, au fil de, à
        l'arrivée de, avec l'arrivée, avec la montée, avec le lancement, chaque fois que, chaque fois qu', à
        chaque fois, à chaque, une fois, avant que, jusqu'à, jours plus tard, semaines plus tard, mois plus tard,
        au moment où, dans le mois qui, au retour de, six mois après, trois mois après, un mois après, l'année où,
        le soir où, les soirs où, au bout de, au lendemain des, au lendemain du, au lendemain de, entre deux étés,
        un mot""",
    "than": """plus moins davantage autant contre mieux comparé comparée comparativement surpass* dépasse
        dépassent supérieur supérieure supérieurs supérieures inférieur inférieure inférieurs meilleure meilleures
        meilleur meilleurs pire pires plutôt devance devancent battent bat rare rares souvent différence
        différences diffère diffèrent différent différents comparaison comparaisons varie varient identique
        identiques égal égale équivalent similaire similaires semblable semblables | plus de, moins de, plus que,
        moins que, face à, par rapport, ceux qui, que celles, que les autres, que ceux, que celui, que celle,
        mieux que, font mieux, fait mieux, deux fois plus, trois fois plus, fois plus, fois moins, plus souvent,
        plus longtemps, plus vite, plus cher, moins vite, moins souvent, au lieu de, là où, à l'inverse,
        différence entre, différences entre, l'emporte, fois mieux, deux fois, deux fois plus que, trois fois plus
        que, moitié moins, moitié plus, d'autant plus, que les grandes, que celles qui, que ceux qui, celle qui,
        celles qui n'en, comparé à, comparée à, comparés à, par rapport à, par rapport au, par rapport aux, en
        comparaison, à la différence, contrairement à, contrairement aux, contrairement au""",
    "the_more": """| plus on, plus une, plus un, plus les, plus la, plus le, plus nos, plus vos, moins on, moins
        une, plus vous, moins vous, plus d', plus il, plus elle, plus ils, plus c'est, plus l'""",
    "among": """chez parmi dont | les marques qui, les entreprises qui, les enseignes qui, les équipes qui, ceux
        qui, celles qui, les clients qui, les abonnés qui, les pages qui, les boutiques qui, les magasins qui, les
        comptes qui, les publications qui, les adhérents qui, les points de vente, les structures qui, les maisons
        qui, les communautés qui, les marques dont, les entreprises dont, les organisations qui, les enseignes
        dont, les agences qui, les réseaux qui, les usagers qui, les adolescents qui, une entreprise qui, une
        marque qui, les clients ayant, les magasins dont, dont le gérant, les candidats qui, les messages qui, les
        campagnes qui, les vidéos qui, qui répondent, qui répond, qui publient, qui publie, les agences
        indépendantes, tout le monde, un manager qui, une équipe qui, un adhérent qui, un client qui, un
        franchisé, les soirs où, les restaurants qui, les hôtels qui, les candidats munis, les équipes formées,
        les enseignes nées, les salariés qui, les gens qui, dans les boîtes où, dans les villes où, les villes où,
        les quartiers où, les marques dotées, les entreprises dotées, les associations qui, les recruteurs qui,
        les modérateurs qui""",
    "change": """augment* progress* croît croissent croissance recul* baiss* chut* grimp* bondi* bond explos*
        dispara* disparu effondr* envol* diminu* remont* retomb* tomb* mont* passe passé passée passés passent
        atteint atteignent perd perdent perdu perdue perdus gagn* stagn* retrouv* doublé doublent double triplé
        triple quadruplé amélior* dégrade érode tarit fond fondu fondent allonge raréfi* fléchi* hausse revient
        reviennent revenu revenus afflu* redescend* décoll* plonge plongé calme calment vide remplit arriv*
        partent parti partis quitt* | passe de, passé de, passée de, passés de, passent de, est passé, est passée,
        sont passés, sont passées, passant de, en hausse, en baisse, se calme, se calment, se vide, se remplit, se
        sont, s'est""",
    "either": """rédui* accroiss* accru* doubler tripler multipli* divise divisent divisé étend étendu élargi*
        élev* abaiss* amplifi* augment* diminu* accroî* amélior* baiss* hauss*""",
    "refuse": """ignore ignorons conclu* prudence mystère démêler démêlez | rien ne prouve, rien ne permet, rien
        ne dit, rien ne montre, nul ne sait, personne ne sait, on ne sait, on ignore, impossible de dire,
        impossible d', impossible de, difficile de, difficile à, aucune preuve, pas la preuve, pas une preuve, ne
        prouve rien, ne prouve pas, ne signifie pas, ne veut pas dire, aucune trace, corrélation n'est pas, sans
        preuve, reste à prouver, reste à démontrer, reste à savoir, reste à voir, trop tôt, on ne peut pas, ne
        permet pas, ne permettent pas, ne saurait, ne saurions, personne n'a, n'a été mesuré, n'a pas été mesuré,
        avons pas mesuré, sans savoir, sais pas, aucune idée, aucune donnée, ne peut être, ne peuvent être,
        gardons-nous, n'a pu, faute de données, sans qu'on, ne préjuge, si l'on peut, va savoir, allez savoir, dur
        à dire, à vérifier, rien n'indique, aucun moyen, ne dit rien, était déjà, étaient déjà, déjà en hausse,
        déjà en baisse, allez démêler, ne permet d', j'en sais rien, en sais rien, il n'a pas été possible, pas
        été possible, c'est juste la période, dire le contraire, on prétend, ne peut rien conclure, plutôt que les""",
    "aim": """objectif objectifs ambition ambitions but vise visent viser visons cible vocation mission souhait*
        voulons veut veulent voulait voudrait espère espérons espèrent espoir compte compter prévoit prévoient
        prévu prévue cherche cherchent cherchons chargé doit devons doivent faut faudra consiste projet envisage*
        étudie analysons examinons étudions proposons interroge explore* retrace | afin de, afin d', en vue de,
        pour que, s'engage, engageons, chargé de, chargée de, il faut, à nous de, la présente, le présent, avons
        analysé, cette étude""",
    "null": """bof | aucun effet, aucun impact, aucune différence, aucune incidence, aucune influence, rien
        changé, ne change rien, n'y fait rien, n'y change rien, n'y a rien, n'a pas fait, n'ont pas fait, aucun
        lien, aucune relation, aucune association, aucune corrélation, pas de lien, pas d'effet, pas d'impact,
        sans effet, sans incidence, sans conséquence, ni plus ni moins, n'a pas bougé, n'ont pas bougé, n'a rien,
        n'ont rien, n'améliore pas, n'augmente pas, ne réduit pas, pas un de plus, pas une de plus, exactement
        celles, exactement le même, n'a eu aucun, n'a aucun, n'ont aucun, n'a eu, pas significativ*, ne change,
        n'a pas, n'ont pas, aucune variation, n'a eu aucune, pas un billet de plus, pas un client de plus, pas un
        pouce, d'un pouce, jeu égal, n'a servi à rien, ne change rien à, ne changent rien, n'a rien donné, sans
        rien changer, ventes normales, ni le, ni la, zéro effet, le même nombre, n'a modifié, n'ont modifié, n'ont
        eu aucun, pas de différence, ni augmenté, ni diminué, sans lien, strictement rien, ne dépend pas, ne
        dépendent pas, ne varie pas, ne varient pas""",
    "not": """ne n' pas jamais aucun aucune rien personne ni nul nulle sans guère plus""",
    "irony": """miracle évidemment magie hop forcément naturellement soi-disant prétendu* 🙄 😂 abracadabra | bien
        sûr, comme par magie""",
    "definition": """désigne désignent définit comprend comporte comportent inclut incluent regroupe consiste
        contient réunit | est un, est une, sont des, c'est un, c'est une, se compose, s'appelle""",
    "should_be": """répondez publiez écoutez soyez pensez arrêtez cessez osez variez fixez évitez n'hésitez formez
        prenez laissez gardez commencez misez postez testez découvrez divisez gagnez multipliez transformez offrez
        remplissez demandez faites dites montrez créez confiez activez oubliez""",
    "question": """? faut-il combien quel quelle qui est-ce | comment faire, est-ce que, qu'est-ce que, pourquoi
        pas, combien de, et si""",
    "how": """comment pourquoi | voici comment, voici pourquoi, l'histoire de""",
    "thanks_all": """merci bravo félicitations fiers fière fier fières heureux heureuse ravi ravis ravie hâte |
        merci à""",
    "you": """vous votre vos tu ton ta tes""",
    "we": """nous notre nos on je j' mon ma mes""",
    "this": """cela ça ce c' cette ces qui celui-ci celle-ci y en lui leur dont""",
    "said": """selon dit disent disait affirme affirment assure assurent raconte racontent explique expliquent
        estime estiment confie jure reconnaît souligne note constate constatent observe observent montre montrent
        révèle révèlent indique indiquent établit établissent démontre démontrent confirme confirment atteste
        attestent s'inquiète rapporte | d'après""",
    "with": """avec via par en""",
    "cert": """significativement nettement clairement directement fortement sensiblement""",
    "and": """et mais ou""",
    "crisis": """crise crises badbuzz boycott* polémique* scandale* plainte* réclamation* troll* excuse excuses
        hostile hostiles colère tempête tollé indignation rumeur* procès tribunal pétition* harcèlement insult*
        haine haineux conflit* attaque* presse shitstorm incident* signalement* litige* accusat* diffam* lynchage
        fronde grogne mécontent* furieux escroc* méchant* incendie dérapage* parodique démenti hostilité menace
        couac bourde bourdes gaffe reproche reproches critiques critique injure* dénigr* démission* alerte fuites
        fuite panne faillite | bad buzz, faux comptes""",
    "roi": """vente ventes vendu vendus vendue vendues vendre commande commandes commander réservation
        réservations réservé contact contacts leads lead conversion conversions inscriptions inscription
        abonnements recette recettes marge marges coût coûts budget budgets euros euro € client clients clientèle
        clientes acheteur* achat achats acheter achètent achète rendez-vous devis contrat contrats roi retour
        rentab* panier paniers facture factures dépense dépenses heures heure temps appels appel tickets retours
        remboursé* remboursement* magasin magasins boutique boutiques caisse caisses visiteurs fréquentation
        entrées billets stock désabonnement* résiliation* prix tarif* argent prospects prospect adhésion* dons
        partenaire* demande demandes nuitées nuits renouvel* relances investi signatures signés couvert couverts
        table tables note places place ticket billet carnet fréquenté honoraires subvention* économies adhérents
        bénéfice* d'offres | chiffre d'affaires, retour sur investissement, part de marché, panier moyen, carnet
        de commandes, appels d'offres, mises de fonds""",
    "governance": """charte équipe équipes modérat* validation circuit rôle rôles formation formations former
        formés consigne* guide astreinte* planning procédure* référent* recrut* embauch* stagiaire* stage stages
        alternant* junior juniors senior salaire salaires carrière* poste postes métier salarié* télétravail
        burn-out épuisement stress turnover démission* départs délais délai réunion* erreur erreurs faute fautes
        règle règles gouvernance binôme candidat* compétence* diplôme* apprenti* collaborateur* manager managers
        direction décision décisions décide cm prestataire* agence responsable habilitation relecture relecteur*
        mentorat médiateur doctrine conseil promo diplômé bénévole bénévoles bénévolat employeur employeurs cv
        portfolio entretien licenci* hiérarchie siège | community manager""",
    "strategy": """image confiance fidélité fidèle fidèles préférence satisfaction satisfait* note notes étoile
        étoiles recommand* notoriété réputation positionnement innovation avantage crédib* perçu perçue proximité
        sympathie capital aimé aimée estime indice baromètre légitimité connaissance avis autorité légitime
        respect respecté estimé fidélisé attach* préféré préférés voisinage lien | marque employeur, relation
        client, bon voisinage""",
    "reach": """audience audiences abonnés abonné abonnées lettre newsletter impressions vues vue likes like
        mentions engagement commentaires commentaire portée trafic clic clics partages partage visites visite site
        lecteurs lecteur réponses réponse interactions interaction fans ouverture ouvertures visibilité
        téléspectateurs spectateurs attention fil retombées couverture followers communauté messages
        enregistrements page visiteurs journalistes spectateur tirage retombée vus lu lus affluence résonance |
        j'aime""",
    "design": """expérimentation* expérience* expérimental* témoin témoins aléatoire* régression régressions panel
        contrôl* appari* quasi-expérience moitié-moitié | test a/b, test ab, a/b, groupe témoin, groupes témoins,
        groupe de contrôle, tiré au sort, tirés au sort, tirées au sort, tirage au sort, au sort, au hasard,
        effets fixes, toutes choses égales, en aveugle, aux dés, pile ou face, une semaine sur deux, un jour sur
        deux, un mois sur deux, différence de différences, coupé pendant, nous avons coupé, en réserve, sans rien
        changer d'autre, à l'aveugle, arrêt de deux, arrêté pendant, a interrompu, a suspendu""",
    "source": """enquête* étude études baromètre sondage* institut observatoire entretiens entretien audit panel
        selon rapport recherche recherches chercheurs données relevé relevés interrogé* répondants échantillon
        analyse cabinet fédération témoigne* dit raconte explique assure comptage comptages carnet littérature
        méta-analyse | tableau de bord, d'après""",
    "figure": """doublé triplé quadruplé doubler tripler moitié tiers quart quarts fois % points point dizaine
        dizaines centaine centaines trois deux quatre cinq six sept huit neuf dix onze douze quinze vingt trente
        quarante cinquante soixante cent mille | pour cent, divisé par, multiplié par, deux fois, trois fois, la
        moitié, d'un tiers, d'un quart, sur dix, sur trois, sur quatre, sur deux, sur cinq, un sur deux, moitié
        moins""",
    "from_to": """contre | passe de, passé de, passée de, passés de, passant de, au lieu de, à comparer""",
    "own": """vidéo vidéos film post posts publication publications story stories live opération campagne reel
        reels hashtag épisode épisodes concours jeu""",
    "time": """semaine semaines mois an ans année trimestre semestre jour jours printemps été automne hiver
        janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi
        jeudi vendredi samedi dimanche""",
    "works": """efficace efficaces efficacement inefficace inefficaces efficacité bénéfique bénéfiques utile
        utiles inutile inutiles nocif nocive nocifs néfaste néfastes nuisible nuisibles préjudiciable bénéfice
        bénéfices rentable rentables payant payante payants fructueux performant performante""",
    "rate": """taux fréquence fréquences nombre niveau niveaux probabilité chance chances proportion part""",
    "factor": """facteur facteurs prédicteur prédicteurs déterminant déterminants indicateur indicateurs variable
        variables médiateur""",
    "further": """ultérieur ultérieurs ultérieure ultérieures supplémentaire supplémentaires complémentaire
        complémentaires approfondir confirmer élucider explorer vérifier | d'autres travaux, d'autres études,
        d'autres recherches, reste à, restent à, il faudrait""",
    "feasible": """faisable faisabilité fiable fiables fiabilité valide validité pratique pratiques simple simples
        facile faciles""",
    "recommend": """recommand* conseil* préconis* prudence attention considérer envisager convient""",
    "found": """constaté observé mis montré démontré révélé établi détecté relevé retrouvé identifié | mis en
        évidence, met en évidence""",
    "describe": """décrit décrivent décrire présente présentent présenter propose proposent proposer rapporte
        passe porte portent fournit comprend comprennent compte comptent comporte regroupe dresse détaille recense""",
    "common": """fréquent fréquents fréquente fréquentes courant courante rare rares majorité minorité plupart
        médiane moyenne moyen""",
    "need": """nécessaire nécessaires nécessite requis requise importance important importante importants
        essentiel essentielle crucial cruciale besoin""",
}
