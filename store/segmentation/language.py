"""Words that the rules know: titles, abbreviations, sentence starters. Lower case, without the full stop."""

TITLES = frozenset(
    "mr mrs ms mx dr prof rev hon sen rep gov gen col maj capt cmdr lt sgt cpl pvt adm st sr fr messrs mme mlle "
    "herr frau sra srta dra pres supt insp det".split()
)
"""Never end a sentence; stripped from names."""
RANKS = frozenset(
    "mayor president minister chancellor captain doctor professor judge justice bishop archbishop sister brother "
    "father king queen prince princess duke duchess lord lady sir dame baron baroness count countess councillor "
    "councilman councilwoman alderman senator governor ambassador secretary director chairman chairwoman chair "
    "inspector constable sergeant colonel general admiral major lieutenant commander corporal private deputy "
    "spokesman spokeswoman spokesperson engineer uncle aunt madam mister miss pope rabbi imam sheikh cardinal reverend "
    "pastor superintendent detective officer executive treasurer marshal commodore skipper premier ombudsman "
    "harbourmaster harbormaster headmaster headmistress postmaster president-elect mayor-elect chief leader "
    "attorney marquess viscount earl emeritus emerita".split()
)
"""Written out titles: they are no part of the name behind them."""
BEFORE_RANKS = frozenset(
    "vice prime foreign deputy acting former assistant associate lead finance home interior defence defense health "
    "education justice trade transport culture environment shadow first second chief police fire senior junior lord "
    "attorney executive managing".split()
)
"""Words that belong to the title behind them: Prime Minister, Vice President."""
SURNAMES_TOO = frozenset(
    "king prince bishop judge duke lord major father brother sister queen count dame chief".split()
)
"""Titles that may as well be a later word of a name."""
BODIES = frozenset(
    "union council association company office department committee board society institute party agency authority "
    "ministry museum gallery works bank court commission service trust fund group club federation league alliance "
    "partnership council university college academy school bureau foundation chamber corporation".split()
)
"""Last words of the names of bodies."""
SITES = frozenset(
    "row street road lane yard close square market church chapel cathedral abbey hospital hall park bridge bay point "
    "cove island isle islands isles wharf quay dock docks harbour harbor pier head hill wood farm house inn gate green "
    "corner creek landing mill rock beach peak pass cross garden gardens stadium theatre theater library station "
    "lighthouse tower castle palace port gulf lake mount river cape strait valley city town kingdom republic states "
    "day eve".split()
)
"""Last or first words of the names of places and buildings, and of days."""
FEASTS = frozenset(("day", "eve"))
"""Those of days."""
ABBREVIATIONS = frozenset("e.g i.e vs approx ca cf dept est eds z.b d.h incl esp resp viz al et".split())
"""Never end a sentence."""
NUMBERED = frozenset(
    "no nos p pp fig figs vol art sec ch para jan feb mar apr jun jul aug sep sept oct nov dec nr".split()
)
"""End a sentence unless a figure follows."""
DOUBTFUL = frozenset("jr sr etc inc ltd co corp plc ave blvd rd bros gmbh".split())
"""End a sentence only if the next word often begins one."""
STARTERS = frozenset(
    "the a an he she it they we i you in on at but this that these those however when while after before as if "
    "for from by with and or nor so yet there here his her its their our my your who what where why how no not "
    "nobody one two some many most all both each according last next since although though meanwhile officials "
    "police residents critics then yesterday today tomorrow tonight later earlier once soon again perhaps maybe "
    "instead because until only even inside outside behind near under over among between above below across along "
    "against during despite without within through like unlike such another other these several few".split()
)
"""Words that often begin a sentence."""
OPENERS = frozenset(
    "ask call meet take see consider remember forget imagine blame thank thanks tell let make give watch had has have "
    "is are was were do does did would could should can might must calling asking citing quoting naming replacing "
    "joining praising backing thanking accusing addressing visiting following introducing representing helping "
    "upon besides beside whether whereas either neither thus hence therefore moreover furthermore nevertheless "
    "nonetheless otherwise indeed never always often sometimes rarely twice elsewhere everywhere somewhere anyone "
    "former enter hearing reading seeing knowing writing speaking".split()
)
"""Words that begin a sentence before a name and are no part of it."""
OPENERS_OR_NAMES = frozenset("will may".split())
"""The same, but for names of two words: Will Smith."""
NAMES_IN_LY = frozenset("beverly kimberly connolly donnelly kennelly".split())
"""Names that end as adverbs do."""
HEADS_OF = frozenset(
    "treaty battle siege friends order statue declaration feast sons daughters knights act house".split()
)
"""First words of names that go on with `of`, besides bodies and places."""
HEADS_FOR = frozenset(
    "department ministry institute centre center society campaign network committee association fund foundation "
    "school agency office".split()
)
"""Last words of names of bodies that go on with `for`."""
SAYING = frozenset(
    "said says say asked asks told tells added adds wrote writes replied replies answered answers cried cries called "
    "calls shouted insisted insists warned warns argued argues explained explains noted notes claimed claims".split()
)
"""Verbs of saying."""
SAYING_PLAINLY = frozenset(
    "said says say added adds insisted insists insist warned warns warn argued argues argue claimed claims "
    "claim".split()
)
"""Those after which what is said may follow without `that`, and which stand behind what was said."""
REPORTING = frozenset(
    "confirmed confirms announced announces reported reports thinks think thought believes believe believed expects "
    "expected found finds denied denies maintains maintained stressed acknowledged admitted admits estimates estimated "
    "predicted predicts promised promises suggests suggested concluded concludes showed shows stated states learned "
    "heard fears feared hopes hoped remarked recalled declared declares agreed agrees agree denies deny confirm "
    "announce expect find admit acknowledge estimate predict promise suggest conclude show learn hear fear hope "
    "suspect suspects suspected know knows knew feel feels felt reckon reckons guess guesses understand understands "
    "insist insists warn warns argue claim note".split()
)
"""Verbs after which what is said, thought or found follows with `that`."""
THINKING = frozenset("think thinks thought hope hopes reckon reckons guess guesses".split())
"""Those of these after which a subject follows, and hardly ever an object."""
PARTICLES = frozenset(
    "de da do dos das del della di du des la le los las van von der den ten ter zu zur af av bin bint ibn al el "
    "ben".split()
)
"""Lower-case words inside names."""
ABBREVIATED = frozenset("jr sr inc corp".split())
"""Last words of names whose full stop is theirs, whatever follows."""
HEADLINE_WORDS = frozenset(
    "to for in on at after with as is are from over by into amid against a an not no be it its his her who why how "
    "what when will could may".split()
)
"""Words that a list of names does not have and a headline does."""
MONTHS = (
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec"
).split()
"""Months, with capitals."""
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
"""Days of the week: capitalised, but no names."""
NO_NAMES = frozenset(
    word.casefold()
    for word in (
        *MONTHS,
        *DAYS,
        *"I I'm I've I'd I'll The A An He She It They We You In On At But This That These Those However When While "
        "After Before As If For From By With And Or Nor So Yet There Here His Her Its Their Our My Your Who What Where "
        "Why How No Not Yes One Two Three Four Five Six Seven Eight Nine Ten Some Many Most All Both Each Every Even "
        "Only Still Just Now Then Nobody Nothing Everyone Everybody Someone Asked According Last Next Since Although "
        "Though Meanwhile Mr Mrs Ms Dr".split(),
    )
)
"""Capitalised words that alone are no name."""
CURRENCIES = "€$£¥₹₽₩₺₴"
"""Signs before or after an amount of money."""
