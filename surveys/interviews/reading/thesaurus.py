"""Which everyday English words mean the same thing, near enough to tell the answers of one question apart.

A word stands for a choice by way of these only where no choice has the word itself, and exactly one has another of its group.
So a group may be wide: where two choices share it, it decides nothing.
"""

from collections.abc import Mapping
from functools import lru_cache

from surveys.interviews.reading.folding import stem

# One meaning a line. What stands after ">" is a kind of it: it points to a label that names the whole, and never to another kind.
_MEANINGS = """
mother mum mam mummy mom
father dad daddy
parent > mother mum mam mummy mom father dad daddy
family relative relatives > mother mum mam dad father parent cousin cuz aunt auntie uncle nan gran grandad sister brother son
husband hubby
wife missus
partner spouse > boyfriend girlfriend fiance fiancee husband wife hubby
relationship > marriage partner
son boy lad
daughter girl
child kid children kids toddler > son daughter boy girl baby
grandchild grandkid grandchildren > grandson granddaughter
grandparent > grandmother grandfather gran granny nan nana grandma grandad grandpa nanny
brother bro
sister sis
sibling > brother sister bro sis
friend mate pal buddy bestie
neighbour neighbor next_door
school > teacher class classroom sixth_form
college > sixth_form uni university
teacher tutor > school
doctor gp surgery > nurse health_visitor medical clinic
dentist dental teeth
hospital ward a_and_e
see seeing sight eyesight vision > eye eyes blind glasses
hear hearing > ear ears deaf deafness hard_of_hearing
walk walking on_foot > stairs steps knees knee hip hips legs leg mobility
stairs steps
remember memory remembering > forget forgetful forgetting dementia
hand hands > fingers grip holding
bus buses
car drive driving driver
lift drives_me brings_me takes_me picks_me_up drops_me
bike bicycle cycle cycling
train rail railway
taxi cab minicab uber tacsi
travel transport fare fares > bus_fare petrol travelling taxis
post letter letters royal_mail snail_mail posted
phone telephone phone_call telephoned call ring > landline mobile
email e_mail emailed emails
text sms texts
social_media > instagram insta tiktok facebook snapchat twitter snap
website internet online > google site web
online > zoom teams virtual
poster leaflet flyer noticeboard
newspaper > press paper
television tv telly
radio wireless
face_to_face in_person in_the_flesh
sport sports > football footie footy basketball netball rugby cricket tennis boxing badminton athletics gym
exercise > gym keep_fit tai_chi yoga pilates chair_exercises fitness aerobics zumba
swim swimming > pool baths
library > book books reading
park playground
nursery preschool playgroup
music > guitar band dj drum drums rap singing
sing singing choir > karaoke
art craft > drawing painting draw paint pottery knitting sewing
gaming games > fifa xbox playstation ps5 minecraft fortnite
cook cooking > baking bake
trip outing excursion
drama theatre acting
dance dancing > ballet
garden gardening allotment > plants
homework coursework > revision schoolwork
computer laptop > tablet ipad it
lunch meal > dinner
company companionship > natter chat friends socialising
feet foot > chiropodist chiropody podiatry podiatrist toenails
benefit benefits > attendance_allowance pip universal_credit
work job employment
study > college university uni course
money cash finances > broke skint
cost expensive price dear pricey costly
far distance miles_away far_away long_way distant
early > shuts
hours > times
sleep sleeping tired > insomnia
health > illness
wage pay salary
rent renting rents
damp mould mold
noise noisy loud racket
litter rubbish fly_tipping trash > bins
crime > burglary knife stabbing drugs robbery
traffic > speeding cars congestion
childcare child_care creche babysitter babysitting
sit sitter sitting
interpreter translator > bsl
large_print big_print big_letters large_letters bigger_print
evening evenings > night nights
weekend weekends > saturday sunday
lonely > isolated
alone by_myself on_my_own
care_home nursing_home residential_home residential
hostel shelter refuge
kinship > grandson special_guardianship sgo guardianship
adopt adopted adoption adoptive
disabled disability > autism autistic wheelchair
volunteer volunteering volunteers
faith religious > church mosque temple synagogue chapel gurdwara methodist
co_op cooperative coop
police > officer policeman
solicitor lawyer
training > course courses workshop
expenses expense
jargon > buzzwords gobbledegook acronyms
insurance > indemnity
pension pensions > tupe
feedback > debrief
older elderly > pensioners oaps pensioner seniors oap
teenagers teenager teens
wait waiting waitlist waiting_list
before beforehand
during while halfway_through midway
after afterwards at_the_end
own mortgage > homeowner
private privately
glasses spectacles specs
walking_frame zimmer zimmer_frame
walking_stick > stick cane crutch
hearing_aid hearing_aids > aids
wheelchair mobility_scooter > scooter
toilet toilets loo loos lavatory lavatories wc > spend_a_penny
pavement pavements > kerb kerbs footpath potholes
bench benches seats seating > somewhere_to_sit sit
light lights lighting street_lights street_lamps lamp lamps
camera cameras cctv surveillance
wifi wi_fi broadband > internet
shop shops shopping > store stores town supermarket
cafe coffee > tea
restaurant takeaway > food
library libraries
befriender befriending > volunteer volunteers
sign_language bsl signing
speech_therapy salt speech_therapist
health_visitor hv
social_worker > social_services
near nearby nearer close closer
opening_hours opening_times > shuts closes open_longer
queue queues > waiting waits
parking > park car_park spaces
road_works roadworks > diversions
safety > stabbed mugged gangs attacked knives
exam exams > gcse gcses a_levels mocks revision results
body_image appearance looks > weight spots how_i_look
future > job career
boring bored boredom dull nothing_to_do
apprentice apprenticeship
home_schooled home_educated home_school homeschooled taught_at_home > teaches_me
unemployed out_of_work jobless > signing_on looking_for_work
retired > pension pensioner
council > social_housing
homeless > sofa_surfing hostel streets
baby babies newborn infant > toddler toddlers
teacher > miss sir head_of_year form_tutor
anxiety anxious stress stressed depression depressed > mental_health
pain > arthritis aches
mental_health > anxiety depression stress
won successful > got_it awarded
lost unsuccessful unsuccesful > rejected turned_down didnt_win came_second
waiting_to_hear > awaiting not_heard_yet
myself personally > me personal
nobody no_one noone
house > terrace semi bungalow
flat > apartment bedsit maisonette
theft stolen > burgled shoplifting shoplifters
online_shopping > amazon ebay
hair hairdresser > barber barbers nails salon
clothes clothing > fashion
drink drinks > pub bar alcohol
dentist > teeth
optician > eyes glasses
vet > dog cat pets
pet pets > dog dogs cat cats
tv > telly television netflix
fishing angling
cycling > bmx mountain_biking
running jogging > run
church > vicar service
charity > trust foundation
grant grants > funding
loan loans > debt
debt debts > owe arrears loan
fuel heating > gas electric boiler hot_water radiators
electrics > sockets wiring lights_out fuse
roof > gutter gutters leak tiles
windows > window glass draught
door doors > lock locks
pests mice rats insects > cockroaches bugs vermin ants
air_quality pollution > fumes smoke
tree trees > hedge hedges
bin bins > rubbish recycling
""".strip()

# What one opinion is called on scales.
_OPINIONS = """
agree agreed agrees
disagree disagreed disagrees
neither neutral middle on_the_fence fence halfway_between neither_nor
satisfied happy pleased content satisfying
dissatisfied unsatisfied unhappy displeased disappointed disatisfied dissapointed
likely probable
unlikely improbable
unimportant
easy simple straightforward easily
difficult hard tricky tough challenging
no_opinion no_view no_preference dont_mind dont_care not_bothered not_fussed
all everything fully
same unchanged no_different no_change as_before as_it_is no_better_no_worse no_better_or_worse much_the_same
better improved improving
worse worsened declined downhill down_hill gone_downhill deteriorated
great brilliant amazing fantastic fab awesome wonderful
excellent outstanding superb
good decent nice
ok okay alright all_right average mid so_so middling adequate acceptable
fair middling fair_to_middling passable
awful terrible dreadful horrible atrocious appalling dire shocking
always constantly all_the_time every_time without_fail
often frequently a_lot_of_the_time lots_of_the_time
sometimes occasionally now_and_again now_and_then once_in_a_while from_time_to_time on_occasion every_so_often some_of_the_time
rarely seldom hardly_ever hardly scarcely once_in_a_blue_moon not_much
never not_once never_ever not_ever
daily every_day each_day every_single_day
weekly every_week each_week
monthly every_month each_month
yearly annually every_year
important > vital crucial essential
safe secure
unsafe
helpful useful
unhelpful useless
confident sure
worried concerned anxious
comfortable at_ease
aware
yes
no
""".strip()


def _words(groups: str) -> Mapping[str, frozenset[int]]:
    """Phrase, or word without its ending, → the groups that it is in."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(groups.splitlines()):
        for word in line.replace(">", "").split():
            found.setdefault(_key(word.replace("_", " ")), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _key(phrase: str) -> str:
    return phrase if " " in phrase else stem(phrase)


CLOSE = _words(_MEANINGS)
OPINIONS = _words(_OPINIONS)
_KINDS = {
    (_key(word.replace("_", " ")), number)
    for number, line in enumerate(_MEANINGS.splitlines())
    for word in line.partition(" > ")[2].split()
}
LEVELS = (OPINIONS, CLOSE)
PHRASES = tuple(sorted({word for level in LEVELS for word in level if " " in word}, key=len, reverse=True))


@lru_cache(maxsize=4096)
def groups_of(phrase: str, level: int) -> frozenset[int]:
    """The groups that a word or phrase is in at one level."""
    return LEVELS[level].get(_key(phrase), frozenset())


def wholes_of(phrase: str, level: int) -> frozenset[int]:
    """The groups that a label with this word or phrase names as a whole, and not only by a kind of it."""
    key = _key(phrase)
    return frozenset(group for group in LEVELS[level].get(key, ()) if level == 0 or (key, group) not in _KINDS)
