"""The English words of claims, by what they do in one. `*`: any ending. A run of words is matched before its parts.

Each group: single words, then after `|` runs of words, a comma between. `*` stands for any ending.
"""

from __future__ import annotations

LEXICON: dict[str, str] = {
    "cause": """cause caused causes causing drove driven drives driving boost* lift lifted lifts lifting generat*
        triggered trigger triggers sparked sparks spark fuelled fuels fueled bring brings brought bringing deliver
        delivers delivered produced produces produce created creates attract* won wins earned earns saved saves
        saving spared spares spare cost costs costing prevent* protect* defus* avert* avoided avoids avoid stopped
        stops ended ends killed kills kill kept keeps keep retain* persuad* convinc* pushed pushes push pulled
        pulls sent turned turns turn make makes made making gave gives give led leads leading lets allowed allows
        allow helped helps helping influenc* affect* shape shapes shaped undermin* erod* damag* harm harms harmed
        hurt hurts ruin* destroy* restor* repair* rebuil* strengthen* weaken* reinforc* enhanc* foster* encourag*
        discourag* motivat* ensure* promot* accelerat* shorten* slash* halv* trim trims trimmed cuts calmed calms
        calm silenced settled resolved doubles unlock* convert converts converted sell sells win close closed
        closes drag* freed free frees cure* scar* cripple* crush* derail* feed* eat eats ate siphon* drain*
        translat* transform* chang* driver work works worked draw* drew rescue* cost-cutting wipe* empty emptie*
        filled fill fills sold-out sway* divide* alienat* annoy* deter* dissuad* prompt* provok* stir* inflame*
        fan fans* heal* mend* soothe* quell* quench* contain contained curb* limit limits limited cap capped
        erase* tarnish* dent dented dents taint* sully propel* spur* stimulat* galvanis* inspire* repel* recruit*
        pay-off multiply multiplies multiplied deepen* widen* broaden* narrow* sharpen* secure* land landed
        clinch* rais* humanis* humaniz* credits credit nurture* cultivat* forge* expos* shield* reassur* steer*
        bred breed breeds shatter* spoil* stall* delay* prolong* lengthen* reveal induc* inhibit* suppress*
        attenuat* amelior* alleviat* exacerbat* aggravat* impair* modulat* elicit* evok* exert* elevat* diminish*
        mitigat* abolish* activat* confer confers conferred augment* potentiat* counteract* hinder* imped*
        interfere* disrupt* disturb* hamper* preserve* preserving maintain* regulat* compromis* precipitat*
        minimi* maximi* optimi* blunt* alter altered alters altering modif* stabilis* stabiliz* normalis*
        normaliz* revers* treat treats treated reliev* lessen* heighten* intensif* benefit benefits benefited
        benefitted benefiting sustain* yield* render* enabl* facilit* effect effects impact impacts impacted
        contribut*""",
    "cause_run": """| led to, lead to, leads to, leading to, resulted in, results in, result in, resulting in,
        brought about, gave rise to, give rise to, gives rise to, put an end to, paid off, pays off, pay off, paid
        for, pays for, made the difference, makes the difference, make the difference, bring in, brings in,
        brought in, win back, won back, wins back, makes for, spill over, has an effect, had an effect, effect of,
        effects of, effect on, effects on, impact on, impact of, influence on, influence of, has helped, to made
        it possible, let us, let you, lets you, give you, gives you, helps to, lose you, lost us, cost us, cost
        you, cost them, saved us, saves you, is what, what made, what drove, what turned, in two, in half, into a,
        drive away, drives away, drove away, take care of, took care of, set off, sets off, set back, made up for,
        put off, puts off, put people off, kept alive, pushed up, drive up, drives up, drove up, brought down,
        bring down, bring back, brought back, brings back, held back, holds back, took from, took us from, took
        her from, wear out, wears out, wears * out, wiped out, wiped off, win over, won over, led people to, is
        enough to, changed absolutely nothing, had no impact, has no effect, have no effect, preaching to,
        contributes to, contributed to, contribute to, contributing to, plays a role, play a role, played a role,
        plays an important role, play an important role, role in, role of, involved in, acts on, accounts for,
        account for, responsible for, due to, has a positive effect, have a positive effect, has a negative
        effect, had a positive effect, has an impact, have an impact, had an impact, beneficial effect, beneficial
        effects""",
    "because": """because explains explain reflects reflecting reflected stems stemmed owe owes owed hence through
        attribut* | because of, due to, owing to, thanks to, on account of, by virtue of, as a result of, as a
        consequence of, attributed to, credited to, credited with, explained by, accounts for, accounted for,
        driven by, fuelled by, fueled by, caused by, boosted by, lifted by, helped by, powered by, carried by,
        buoyed by, spurred by, triggered by, sparked by, came from, comes from, come from, down to, born of, on
        the back of, courtesy of, the reason, by means of, reflects the success, with the result that, is the
        result of, was the result of, are the result of, the work of, the product of, credit for, credits its,
        attributable to, because we, because they, because nobody, because no one, for want of, for lack of""",
    "so": """so consequently therefore thus thereby result → => | as a result, as a consequence, results :, the
        result, result :, in turn, so that, that is how, that's how, that is why, that's why, which has, which
        have, which led, which means, which cut, which lifted, enough to, was enough, it worked, with the result,
        and that alone, the result is, that alone, and bookings, and sales, and it shows, and the sales, and
        you'll, and you will, and they'll, and they will""",
    "key": """lever antidote guarantee* determinant* decisive indispensable | key to, the key, engine of, the
        engine, secret to, secret of, the secret, recipe for, essential to, essential for, vital to, vital for,
        crucial to, crucial for, critical to, critical for, decisive for, fastest way, best way, cheapest way,
        surest way, shortest way, only way, driver of, drivers of, foundation of, fuel for, determined by, depends
        on, depend on, depended on, relies on, hinges on, boils down, matters more, growth hack, source of, reason
        for""",
    "condition": """if unless without whenever provided once | had we, had they, had the, had she, had he, would
        have, wouldn't have, could have, in the absence, absence of, if you, if we, if they, if your, if nobody,
        if the, would never have""",
    "would": """would wouldn't will won't | going to""",
    "modal": """may might can could mightn't couldn't""",
    "can_not": """cannot can't | could not, may not, might not, can not""",
    "should": """should ought""",
    "hedge": """seem seems seemed seemingly appear appears appeared apparently suggest suggests suggested
        suggesting suggestive probably likely unlikely perhaps maybe possibly possible presumably potential
        potentially tend tends tended reportedly allegedly arguably expected supposedly believe* think thinks
        thought reckon reckons suspect suspects suspected fear fears feared guess bet conceivably conceivable
        plausible plausibly hypothes* hint hints hinted indicate indicates indicated indicating promising | is
        said to, are said to, in our view, in my view, in my opinion, my hunch, my guess, must be, must have, is
        expected to, are expected to, no doubt, i'd say, i would say, may well, might well, could well, expected
        to, likely to, in the view of, are likely to, is likely to, i believe, we believe, could have, might have,
        may have, should make, should help, it is said, is now said, i think, i reckon, in my experience, one
        suspects, it seems, it appears, if anything""",
    "risk": """risks risking risked exposes exposed exposing threaten threatens threatened threatening jeopardis*
        jeopardiz* endanger* | risk losing, risks losing, you risk, put at risk, puts at risk, in danger""",
    "at_risk": """| at risk, higher risk, risk factor, risk factors, risk of, increased risk, lower risk""",
    "assoc": """associat* correlat* linked link links related relationship relationships coincid* predict predicts
        predicted predictor predictors predictive predicting alongside accompan* connect* parallel* mirror*
        overlap* likewise proportional inversely positively negatively independent independently prognostic odds
        hazard tracks tracked together cooccur* co-occur* coexist* interact* susceptible susceptibility vulnerable
        prone dependent dependence regardless depending depends trend trends concordan* discordan* cluster
        clusters covar* implicat* predispos* concurrent comorbid* consistent congruent correspond* linear
        nonlinear dose-dependent dose-response distinguish* differentiat* discriminat* | goes with, go with, going
        with, went with, hand in hand, in parallel, in step, side by side, tied to, moves with, moved with, in
        line with, at the same time, the same week, the same month, and so did, and so does, so did, matched by,
        relation between, related to, a function of, independent of, independently of, in relation to, as a
        function of, in association with, in combination with, together with, more common in, more frequent in,
        more prevalent in, more common among, higher in, lower in, greater in, more likely to, less likely to,
        increased odds, higher odds, at greater risk, at higher risk, at increased risk, at lower risk, risk of,
        risks of, odds of, likelihood of, probability of""",
    "since": """since after afterwards following until before later then when while as thereafter | ever since, in
        the wake of, in the weeks after, in the days after, within a week, within days, within weeks, the day, the
        week, the month, the day after, the week after, the month after, the following week, the following month,
        as soon as, with the arrival of, with the launch of, from the moment, from then on, followed by, been
        followed, no sooner, the day i, the day we, the year i, the year we, the month we, the summer we, a week
        later, a month later, two weeks later, the next day, the next morning, by monday, by the end, after the
        series, after the launch, since the release, whenever an""",
    "than": """than compared versus vs against outperform* outsell* beat beats exceed* unlike whereas differ*
        comparable similar higher lower greater larger smaller fewer faster slower longer more less most best
        better worse stronger superior inferior twice rather earlier sooner cheaper comparison comparisons varied
        varies vary equal equally equivalent | relative to, double that, as much as, as many, difference between,
        differences between, as opposed to, more likely, less likely, more often, less often, half that of, twice
        as often, times as often, times as many, times as much, 3x faster, milder, happier, kinder, calmer,
        weaker, rarer, richer, busier, quieter, friendlier, compared with, compared to, in comparison, in
        comparison with, as compared, as well as, similar to, comparable to, no different, as compared with, as
        compared to, rather than""",
    "the_more": """| the more, the less, the better, the longer, the shorter, the fewer, the closer, the faster,
        the higher, the quicker, the bigger, the louder, more of, more talk""",
    "among": """among amongst whose | brands that, brands who, firms that, firms with, firms who, companies that,
        companies with, companies who, teams that, teams with, teams who, businesses that, those that, those who,
        those with, people who, customers who, members who, users who, shops that, stores that, pages that, posts
        that, posts with, markets with, organisations that, organisations with, accounts that, the ones that,
        agencies that, those without, patients with, brands with, readers who, clients who, videos with, managers
        who, owners who, restaurants that, hotels that, profiles with, creators with, candidates who, candidates
        with, in patients, accounts with, messages that, replies that, campaigns that, campaigns with,
        subsidiaries that, units with, units that, every founder, the accounts that, the same ones, people that,
        anyone who, whoever, profiles that, teams using, companies on, towns where, neighbourhoods where,
        neighbourhoods in which, members whose, clients with, clients whose, users with, hotels whose, restaurants
        whose, charities that, charities with, organisations whose, employers who, employers that, moderators who""",
    "change": """rose rise rises rising risen fell fall falls fallen falling grew grow grows grown growing climb*
        soar* jump* drop drops dropped dropping declin* dwindl* shrank shrink* surg* plung* slip* slid slump* up
        down doubled tripled trebled quadrupled halved reached stood recover* stabilis* doubling explode* vanish*
        disappear* returned quiet collaps* lost lose loses losing gain gained gains gaining peak* improv* worsen*
        deteriorat* advanced overtook dipped sank | went up, went down, went from, going up, going down, goes up,
        goes down, dried up, came back, went quiet, picked up, died down, calmed down""",
    "either": """increas* decreas* reduc* cut cutting double triple raise raises raised raising lower lowered
        lowers lowering speed* slow slows slowed slowing shift shifted shifts moved moves move extend* expand*
        build builds built soften* damp* eased ease eases improve improves improved improving alter alters altered""",
    "refuse": """unclear unknown inconclusive unproven unproved untested whether warranted neither proves tempting
        | nobody knows, no one knows, cannot tell, can't tell, cannot say, can't say, could not say, no way of
        knowing, no way to, no evidence, no proof, not proof, does not prove, doesn't prove, does not mean,
        doesn't mean, nothing proves, prove nothing, proves nothing, no trace, impossible to, hard to say, hard to
        tell, remains to be, correlation is not, not known, cannot conclude, no conclusion, not measured, nobody
        measured, never measured, did not measure, didn't measure, cannot be, too early, no idea, don't know, do
        not know, cannot separate, can't separate, who knows, anyone's guess, nothing shows, no data, not tested,
        cannot isolate, research is needed, studies are needed, are needed, is needed, needs to be, is required,
        are required, not enough, had already, were already, was already, already rising, already falling, to
        conclude, it would be a mistake, a mistake to, be a mistake to read, the same week, honestly i, declined
        to comment, conflicting results, less attention, contend that, preached to""",
    "aim": """aim aims aimed goal goals objective objectives target targets plan plans planned want wants wanted
        hope hopes hoped hoping intend* intention ambition ambitions mission wish wishes seek seeks sought purpose
        promise promised asked task tasks duty responsibilities you'll we'll investigat* examin* evaluat* assess*
        studied describe designed analysed analyzed compared tested | would like, in order to, we are committed,
        we will, you will, i will, job is, responsible for, was designed, to determine, need to, needs to""",
    "null": """unrelated | no effect, no impact, no difference, no influence, nothing to do with, made no
        difference, makes no difference, did not change, didn't change, changed nothing, no link, no association,
        no relationship, no correlation, not associated, not related, not linked, no significant, not
        significantly, did not affect, did not improve, did not increase, did not reduce, no measurable, no
        discernible, no bearing, not a single, did nothing, does nothing, do nothing, never sold, has not, have
        not, not differ, no change, no relation, no more, no effect on, no impact on, nothing for, did nothing
        for, absolutely nothing, no link between, no relationship emerged, no relationship between, no difference
        in, no difference between, not affect, not associated with, without any effect""",
    "not": """not no never nothing none nobody neither nor n't didn't doesn't don't isn't aren't wasn't weren't
        hasn't haven't without any""",
    "irony": """miracle magic magically obviously naturally surely abracadabra voilà presto so-called | of course,
        as if by magic""",
    "definition": """means consists include includes cover covers contain contains comprise comprises called named
        | is a, are a, is an, are an, defined as, refers to, known as, stands for, made of, consists of""",
    "should_be": """must never always consider don't let's please remember | has to, have to, need to, needs to,
        make sure""",
    "question": """? | how much, how many, what is, why do, should we, should you, do you, does it, is it, are
        you, can a, who""",
    "how": """how why | here's how, here is how, how to, how we, how one, the story of, how a""",
    "thanks_all": """congratulations proud delighted thrilled pleased | thank you, thanks to everyone, thanks to
        everybody, thanks to all, thanks for""",
    "you": """you your yours you'll you're""",
    "we": """we our ours us i my""",
    "this": """this it that which these its they them what""",
    "said": """said says reported reports claimed argues argued told tells notes noted explains adds added
        confirms confirmed shows show showed showing found find finds recalls swears insists claims | according to""",
    "with": """with using by""",
    "cert": """significantly significant statistically independently strongly clearly directly""",
    "and": """and but or""",
    "crisis": """crisis crises backlash boycott* outrage storm* scandal* complaint* buzz troll* fake apolog*
        hostile row rows controvers* outcry incident* reputational anger angry furious attack* rumour* rumor*
        lawsuit* court petition* harass* abuse abusive insult* haters hate damage firestorm pile-on emergency
        regulator journalist* negative headline* leak leaked leaks accus* conflict* threat dispute* tears disaster
        viral angrily rage fury hashtag-storm pile-ons libel slander blunder gaffe typo recall recalled mockery
        mocked ridicule ridiculed resign* fire evacuation smear | bad buzz, hostile coverage""",
    "roi": """sales sale sell sells sold selling order orders booking bookings lead leads conversion* convert*
        sign-ups signups sign-up subscriptions revenue revenues turnover profit* margin* cost costs budget* return
        returned roi clients client customers customer buyers buyer purchase* purchasing repurchase buy buys
        bought pay paying paid price* money euros dollars pounds € $ £ hours hour tickets calls returns churn
        checkout basket* footfall shop shops store stores fees spend spending spent income earn earned earnings
        business contract* deal deals workload time stock refund* invoice* demand donation* trial trials
        appointments enquiries redemptions vouchers voucher ticket seats seat covers cover tables table pipeline
        applicants applications volume quotes quote members membership memberships renew* donors subscribers-paid
        orderbook waiting investors investor showroom showrooms lids cart carts | market share, support desk, net
        sales""",
    "governance": """charter team teams manager managers approval* approve* role roles training guideline* rota
        shift shifts policy policies junior juniors senior intern interns recruit* hire hires hiring hired staff
        burnout burn-out stress salary salaries career* job jobs employee* rules governance workflow* sign-off
        signoff process error errors mistake mistakes responsible procedure* moderator* freelancer* candidate*
        apprentice* skill* degree department* headcount validation playbook handover decision decisions agency
        rotas overtime handovers supervisors supervisor stand-by mentoring mentors mentor onboarding newcomers
        colleagues bosses boss resignations promoted promotion vacancy vacancies application applications | staff
        turnover""",
    "strategy": """image trust trusted loyalty loyal preference satisfaction satisfied rating ratings stars
        recommend* awareness reputation positioning innovation innovative advantage attachment perceived
        perception credibility score nps warmth warmer competent love loved relationship relationships sentiment
        goodwill recall opinion warmly liked affection admired admiration esteem attached authority legitimacy
        authenticity distinctiveness relevance attitude attitudes friendliness | employer brand""",
    "reach": """audience audiences followers follower subscribers subscriber newsletter impressions views view
        likes like engagement comments comment mentions mention reach traffic clicks click shares visits visit
        visitors coverage saves readers reader replies reply response rate interaction* fans fan opens open
        visibility watch listeners attention reposts threads thread website pageviews hits viewers reactions
        hashtags open-rate sessions retweets followers-count""",
    "design": """experiment* controlling controlled randomis* randomiz* randomly hold-out holdout regress* panel
        placebo placebo-controlled difference-in-differences quasi-experiment* preregistered pre-registered split
        instrumental trial double-blind multivariate adjusted adjusting withheld blind alternating coin control |
        a/b test, ab test, control group, at random, held out, fixed effects, matched markets, natural experiment,
        split test, drew lots, switched off, we stopped, stopped posting, paused for, test cells, every other""",
    "source": """survey* study studies interview* barometer dashboard audit index poll polled institute analytics
        report research* respondents sample benchmark meta-analysis review literature said says | according to,
        figures from, data from, our data""",
    "figure": """doubled tripled quadrupled halved twice half third quarter double triple threefold twofold
        tenfold times percent % points point dozen dozens one two three four five six seven eight nine ten eleven
        twelve | per cent, a third, by half, one in""",
    "from_to": """against compared versus instead | from _ to, down from, up from, where it was""",
    "own": """post posts video videos film clip clips story stories reel reels campaign livestream live event
        hashtag tweet""",
    "time": """week weeks month months year years day days quarter spring summer autumn winter january february
        march april may june july august september october november december monday tuesday wednesday thursday
        friday saturday sunday""",
    "works": """effective effectively ineffective efficacious efficacy effectiveness beneficial successful helpful
        protective detrimental harmful deleterious superior noninferior non-inferior noninferiority equivalent
        superiority adverse benefit* | as effective as, is effective, was effective, were effective, are
        effective, effective in, effective for, more effective than, more effective, less effective, not effective""",
    "rate": """incidence prevalence mortality morbidity survival likelihood probability rate rates frequency
        frequencies severity burden occurrence""",
    "factor": """factor factors predictor predictors determinant determinants correlate correlates marker markers
        biomarker biomarkers indicator indicators prognostic covariate* confounder* mediator* moderator""",
    "further": """further future additional larger confirm verify elucidate clarify investigate explore determine
        warranted | further research, further studies, future studies, future research, more research, additional
        studies, larger studies, remains to be, is needed, are needed, is required, are required, is warranted,
        are warranted, to determine, to confirm, to establish, further study""",
    "feasible": """feasib* safe safely safety tolerated tolerability acceptable acceptability reliable reliability
        valid validity useful usefulness accurate accuracy tool tools suitable practical""",
    "recommend": """recommend* advis* consider considered caution careful carefully attention encouraged
        clinicians physicians practitioners""",
    "found": """found observed demonstrated demonstrates demonstrate shown showed shows detected revealed
        identified confirmed confirms established reported""",
    "describe": """describe described describes report reported reports present presented presents propose
        proposed review reviewed develop developed develops protocol case novel first aim provide provides
        provided providing offer offers evaluate assess understanding knowledge information insight insights
        evidence support supports supported supporting | the first study, this study, this paper, this article,
        the present study, to our knowledge, little is known""",
    "common": """common commonly frequent frequently rare rarely high low highly majority minority proportion
        percentage prevalent most median mean average half""",
    "need": """need needs needed necessary required require requires important importance essential crucial
        critical must ought deserve deserves worth""",
    "result": """results result findings finding study studies data analysis conclusion conclusions evidence we
        our""",
}
