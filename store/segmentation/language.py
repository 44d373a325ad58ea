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
    "spokesman spokeswoman spokesperson engineer uncle aunt madam mister miss".split()
)
"""Written out titles, stripped from the front of names."""
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
    "police residents critics then".split()
)
"""Words that often begin a sentence."""
SAYING = frozenset(
    "said says say asked asks told tells added adds wrote writes replied replies answered answers cried cries called "
    "calls shouted insisted insists warned warns argued argues explained explains noted notes claimed claims".split()
)
"""Verbs of saying."""
PARTICLES = frozenset(
    "de da do dos das del della di du des la le los las van von der den ten ter zu zur af av bin ibn al el ben "
    "of".split()
)
"""Lower-case words inside names."""
JOINING = frozenset("of de du des del della di da do the la le".split())
"""Particles that may also join the name of an institution: a name goes on after them only before a capital."""
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
