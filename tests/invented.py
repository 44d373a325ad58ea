"""Texts of fictional places in which spans are hard to find again: wrapped, like lists, in other scripts, long.

None of them was looked at when a threshold was chosen: those were chosen on other texts, lists on other seeds.
"""

import random
import textwrap

PROSE = """\
The island of Tarn Hollow has had three lighthouses, and the people who live there will tell you that only the \
second one ever worked. The first was built by a grain merchant, Osric Fell, who had lost two ships in one winter \
and did not mean to lose a third. He chose the wrong headland. For eleven years the lamp burned above a bay that no \
captain had any reason to enter, and the ships went on to the rocks of Ninepin Ledge as they had before.

The second lighthouse stood on the ledge itself. Its keeper, Marit Oldenwood, kept a diary in which almost nothing \
happens: the lamp is trimmed, the wind turns, a boat brings oil and letters. On one page she writes that the sea had \
been "so flat that I could see my own light in it", and on the next that forty men were taken off the barque \
Lindisoa with a rope and a chair. She does not say that the rope was hers.

When the harbour board sold the ledge in the spring of 1931, it kept the lamp. Nobody can say where it is now. The \
board's own minutes speak of "a crate, marked glass", which was put on the mail boat to Port Emmeline and signed for \
by a clerk whose name looks like Brandreth, or Brandeth, or Bandrith. The museum at Port Emmeline has the crate. It \
is empty, and the straw in it is new.

The third lighthouse is a mast with a battery. It was put up by the coastal office in two days, and it has been seen \
by every ship that has passed since. "It has no keeper and it has no stairs," says Jonna Pell, who sells tickets for \
the boat trip to the ledge, "so what would anybody visit?" She takes about two thousand people a year to a rock with \
nothing on it. Most of them ask about the rope.

Last autumn a diver found a brass ring, as wide as a cartwheel, in nine fathoms off the wrong headland. The coastal \
office thinks that it belongs to the first lamp. Jonna Pell thinks that it belongs to the second. The grain \
merchant's great-granddaughter, who is ninety and lives above the chemist's, has written to both of them that it \
belongs to her.
"""
WRAPPED = "\n\n".join(textwrap.fill(part, 68) for part in PROSE.split("\n\n")) + "\n"
"""The same hard-wrapped, as mail and old archives have it: paragraphs that are shuffled are lines here."""
INTERVIEW = """\
Q: You were the last harbour master of Sable Quay. What does a harbour master do all day?
A: He waits. He waits for the tide, and he waits for the pilot, and then he waits for the paper.
Q: And at night?
A: At night he waits in bed. I had a telephone beside mine. It was green.
Q: The council says that the quay was losing money.
A: The council says a great deal. The quay never had any money to lose.
Q: The council also says that you were asked to leave.
A: I was asked to stay. I have the letter. It is signed by Councillor Hythe, and it is dated the ninth of May.
Q: Councillor Hythe says that there is no letter.
A: Councillor Hythe says a great deal too.
Q: What happened on the night of the ninth?
A: The Corrie Bell came in without lights. I telephoned the pilot, and the pilot telephoned me, so we were both engaged.
Q: And then?
A: And then she was alongside. Nobody was hurt. A bollard was hurt. They have it in a garden now, with flowers on it.
Q: Do you miss it?
A: The bollard? No. The quay, yes. I miss the noise that it made when the tide went out.
Q: What noise?
A: Like somebody who is about to say something, and then does not.
"""
JAPANESE = """\
霧ヶ浦の渡し船は、この春から一日四便に減らされた。町役場によると、昨年の乗客は一万二千人で、十年前の半分に満たない。\
船長の浜路すずは「客が減ったのではなく、便が減ったから客が減ったのだ」と話している。

渡し船が始まったのは明治の終わりで、当時は対岸の塩田へ通う人々のための小舟だった。塩田がなくなったあとも船は残り、\
学校へ通う子どもと、市場へ魚を運ぶ人々を乗せ続けた。町の資料館には、初代の船頭が使った櫂が展示されている。

三月の町議会では、橋を架ける案が再び出された。橋の長さは八百メートル、費用は六十億円と見積もられている。\
反対する議員は「橋が架かれば、町を出ていく道が一本増えるだけだ」と述べた。賛成する議員は病院までの時間を挙げた。\
救急車は現在、半島を回って四十分かかる。橋があれば十分で着く。

浜路船長は議会を傍聴していた。最後に発言を求められると、立ち上がって一言だけ言った。「霧の日は、橋も船も同じです」。\
議場は静かになり、それから笑い声が起きた。採決は六月に延期された。

港の待合室では、今も古い時刻表が壁に掛かっている。赤い線で消された便の横に、誰かが鉛筆で小さく「乗りたかった」と書いた。\
掃除の人はそれを消さない。切符売りの渡良瀬みのるは、訪れた人にその文字を見せるのが好きだという。
"""
ARABIC = """\
أعلنت إدارة ميناء الرملة الزرقاء أن عبّارة «نجمة السواحل» ستعود إلى العمل في منتصف الشهر المقبل بعد توقف دام \
ثمانية أشهر. وقال مدير الميناء، سليم الوادي، إن الإصلاحات كلّفت أكثر مما كان متوقعاً، لكن «الناس لا يستطيعون \
الانتظار شتاءً آخر».

تربط العبّارة بين البلدة وجزيرة أم الصدف، حيث يعيش نحو أربعة آلاف شخص. وخلال فترة التوقف استخدم السكان قوارب \
الصيد للوصول إلى المستشفى والسوق. وتقول المعلمة هدى المرسي إن نصف تلاميذها تغيّبوا عن المدرسة في أيام الريح، وإن \
الإدارة كانت تعرف ذلك.

كان تقرير صدر في الخريف قد ذكر أن المحرّك القديم لم يُفحص منذ خمس سنوات. ونفى سليم الوادي هذا الاتهام، وقال إن \
دفاتر الفحص موجودة في مكتبه، وإن أي شخص يستطيع أن يقرأها. وعندما طلبت الصحيفة رؤية الدفاتر، قيل لها إن المكتب \
مغلق بسبب الإصلاحات.

في المقهى المطل على الرصيف يجلس القبطان المتقاعد نعيم الشراع كل صباح. يقول إن البحر لا يهتم بالدفاتر. «إذا كان \
المحرّك بخير فسوف نسمعه، وإذا لم يكن بخير فسوف نسمع الصمت». ثم يطلب فنجاناً آخر من القهوة وينظر إلى الجزيرة.

من المقرر أن تُجرى رحلة تجريبية يوم الثلاثاء بلا ركاب. وقد دعت هدى المرسي تلاميذها إلى الرصيف لمشاهدتها، وطلبت \
منهم أن يكتبوا ما يسمعونه. وستُعلّق الأوراق على جدار المدرسة، إلى جانب صورة للعبّارة القديمة رسمها أحد الأطفال.
"""
PLACES = ("Orrin Bay", "Marl", "Tessamouth", "Skerry Point", "Kell Harbour", "Odd Haven", "Port Emmeline", "Low Varrow")
SHIPS = ("Ada Lorne", "Corrie Bell", "Lindisoa", "Two Sisters", "Grey Heron")
PEOPLE = ("Ilse Marrow", "Tobin Vale", "Noor Ashby", "Jonna Pell", "Tomas Breck", "Marit Oldenwood", "Edda Quill")
OFFICES = ("the harbour board", "the coastal office", "the ferry company", "the council", "the pilots")
STATES = ("on time", "cancelled", "late", "late, fog", "on time", "on time")
THINGS = (
    "the winter timetable",
    "a second crane",
    "the price of a crossing",
    "the old customs house",
    "a new sea wall",
)
DEEDS = ("refused to pay for", "wants to sell", "has asked for a report on", "will not discuss", "paid twice for")
WHENS = ("on Monday", "last spring", "after the storm", "before the vote", "in a letter", "without saying why")


def sailings(seed: int, lines: int = 120) -> str:
    """A list whose lines are alike but for a ship, a time and a figure."""
    rng = random.Random(seed)
    rows = []
    for number in range(lines):
        start, end = rng.sample(PLACES, 2)
        when = f"{6 + number % 14:02}:{rng.choice((0, 10, 20, 40)):02}"
        rows.append(
            f"- {when} {start} to {end}, {rng.choice(SHIPS)}, {rng.choice(STATES)}, {rng.randrange(8, 240)} passengers"
        )
    return "\n".join(rows) + "\n"


def report(seed: int, size: int = 24_000) -> str:
    """At least `size` code points of prose from a grammar that says much the same over and over."""
    rng = random.Random(seed)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) + 2 * len(paragraphs) < size:
        paragraphs.append(" ".join(_sentence(rng) for _ in range(rng.randrange(2, 7))))
    return "\n\n".join(paragraphs) + "\n"


def _sentence(rng: random.Random) -> str:
    person, place, office = rng.choice(PEOPLE), rng.choice(PLACES), rng.choice(OFFICES)
    deed, thing, when = rng.choice(DEEDS), rng.choice(THINGS), rng.choice(WHENS)
    number = rng.randrange(3, 90) * 100
    return rng.choice(
        (
            f"{person} of {place} said {when} that {office} {deed} {thing}.",
            f"{office.capitalize()} {deed} {thing} {when}, {person} said.",
            f"In {place} there were {number:,} passengers, {rng.randrange(2, 40)} per cent more than the year before.",
            f"“We have waited {rng.randrange(2, 30)} years for {thing},” said {person}, who runs the {place} yard.",
            f"{place} {deed} {thing}; {person} called that “{rng.choice(('a pity', 'a mistake', 'the only way'))}”.",
            f"The {rng.choice(SHIPS)} carried {number:,} people between {place} and {rng.choice(PLACES)} {when}.",
        )
    )


TEXTS: dict[str, str] = {
    "prose": PROSE,
    "hard-wrapped": WRAPPED,
    "interview": INTERVIEW,
    "japanese": JAPANESE,
    "arabic": ARABIC,
    "list": sailings(71),
    "long": report(72),
}
"""By what is hard about them."""
