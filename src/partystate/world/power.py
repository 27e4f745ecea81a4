"""The party at its top: persons, the posts they hold, whom they trust and follow, and who rules.

Shapes: P persons, O offices, B bodies, I issues, G party regions. Private persons never appear:
only office-holders of the public record and an anonymous reserve."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Bool, Float, Int

NOBODY = -1  # index of a vacancy
NO_SEAT, CANDIDATE, FULL = 0, 1, 2  # seats of a body
MEMBER, EXPELLED, EXILED, BANISHED = 0, 1, 2, 3  # party status
UNWRITTEN, WRITTEN, WITHHELD, READ_TO_FEW, READ = 0, 1, 2, 3, 4  # a testament
FREE, DETAINED, IMPRISONED = 0, 1, 2  # custody
STAYS, BEHIND, BLAMED = 0, 1, 2  # how a chief of the police left his office
# steps of discipline
MOTION_NONE, OFFICE, INNER_SEAT, COMMITTEE_SEAT, PARTY, EXILE, ABROAD, READMISSION = (
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
)


class Power(eqx.Module):
    """One month of the party's leading persons."""

    # persons
    alive: Bool[Array, "persons"]
    capital: Float[Array, "persons"]  # standing earned in the past, 0..10
    standing: Float[Array, "persons"]  # 0..10, with what present posts add
    belief: Float[Array, "persons issues"]  # -1..1
    position: Float[Array, "persons issues"]  # -1..1, as said aloud
    trust: Float[Array, "persons persons"]  # -1..1, of the row in the column
    skill: Float[Array, "persons"]  # 0..1, organising
    caution: Float[Array, "persons"]  # 0..1
    ruthlessness: Float[Array, "persons"]  # 0..1
    commitment: Float[Array, "persons"]  # 0..1, how firmly a belief is held
    compromised: Float[Array, "persons"]  # 0..1, what a file could hold against a person
    # membership
    status: Int[Array, "persons"]  # MEMBER .. BANISHED
    opposing: Bool[Array, "persons"]  # in open opposition
    ever_opposed: Bool[Array, "persons"]
    recanted: Bool[Array, "persons"]  # has signed a submission
    yielded: Bool[Array, "persons"]  # submitted under compromising material this month
    steps: Int[Array, "persons"]  # steps of discipline suffered
    months_out: Int[Array, "persons"]  # months since expulsion
    # posts
    seats: Int[Array, "bodies persons"]  # NO_SEAT, CANDIDATE, FULL
    holder: Int[Array, "offices"]  # person or NOBODY
    sponsor: Int[Array, "persons"]  # who last gave a post
    # followings
    own: Float[Array, "persons"]  # share of power held in person
    patron: Int[Array, "persons"]
    principal: Int[Array, "persons"]  # the patron's patron, to the last
    bloc: Float[Array, "persons"]  # share of power of those whose principal one is
    committee_bloc: Float[Array, "persons"]  # share of the committee they make up
    apparatus: Float[Array, "regions_of_party persons"]  # share of a region's posts held by clients
    # rule
    presence: Float[Array, ""]  # the founder's, 0..1
    ruling: Bool[Array, "persons"]
    leader: Int[Array, ""]  # person or NOBODY
    leading_months: Int[Array, ""]  # months the strongest of the rulers has been the same
    strongest: Int[Array, ""]  # of the rulers, this month
    line: Float[Array, "issues"]
    faction_ban: Bool[Array, ""]
    testament: Int[Array, ""]  # UNWRITTEN .. READ
    subject: Int[Array, ""]  # whom it would remove, or NOBODY
    motion: Int[Array, "persons"]  # step asked against a person this month
    vote_for: Float[Array, "persons"]  # share of the committee for the motion, where one was put
    beaten: Bool[Array, "persons"]  # a motion against him passed this month
    division: Float[Array, ""]  # share for the rulers in a division on the line; -1 where none
    # share for removing the holder of the appointments office; -1 where none
    challenge: Float[Array, ""]
    # terror at the top
    danger: Float[Array, ""]  # points from abroad, remembered
    shock: Float[Array, ""]  # a murder, remembered
    names: Float[Array, ""]  # named in confessions, remembered
    threat: Float[Array, ""]  # what the leader fears at the top
    established: Float[Array, ""]  # 0..1, how far a leader is established
    wanted: Float[Array, ""]  # intensity the leader wants, a month
    # of terror at the top, arrests a month of a person of no special suspicion
    intensity: Float[Array, ""]
    disruption: Float[Array, ""]  # share of the committee taken and not yet replaced
    simplified: Bool[Array, ""]  # procedure
    blamed: Bool[Array, "persons"]  # for a murder
    accused: Bool[Array, "persons"]
    custody: Int[Array, "persons"]  # FREE, DETAINED, IMPRISONED
    term: Int[Array, "persons"]  # months left of a sentence
    confessed: Bool[Array, "persons"]
    confessing: Float[Array, ""]  # confessions of the month
    tied: Float[Array, "persons"]  # 0..2, to those taken
    arrested: Bool[Array, "persons"]  # in this month
    executed: Bool[Array, "persons"]  # shot, in this month or before
    killed_abroad: Bool[Array, "persons"]  # in this month or before
    disgraced: Bool[Array, "persons"]  # has been dropped as chief of the police
    chief_left: Int[Array, ""]  # in this month: STAYS, BEHIND, BLAMED
    braking: Bool[Array, ""]  # terror is called off
    officers_arrested: Float[Array, "ranks"]  # in this month
    officers_left: Float[Array, "ranks"]  # arrested or discharged in this month
    experience: Float[Array, "ranks"]  # of officers, 1 = as before
    networks: Float[Array, ""]  # countries with a working network
    conformity: Float[Array, ""]  # of foreign parties, 0..1


class PowerInputs(eqx.Module):
    """The dated exogenous values of one month; stacked with a leading month axis for a run.

    The `forced_*` fields hold recorded posts and politics for replay, or an intervention; a
    negative value leaves the model's own result (for `forced_holder`, `VACATED` empties the
    office)."""

    month: Int[Array, "*t"]
    elapsed: Float[Array, "*t"]  # months since the start of the run
    congress: Bool[Array, "*t"]
    conference: Bool[Array, "*t"]
    plenum: Bool[Array, "*t"]
    founder_capacity: Float[Array, "*t"]  # 0..1
    founder_dies: Float[Array, "*t"]  # 1 in the month
    # share by which collections fall short of the year before
    collections_short: Float[Array, "*t"]
    murder: Float[Array, "*t"]  # 1 in the month of a murder given as a shock
    points_abroad: Float[Array, "*t"]  # adverse points of disputes and events, less relieving ones
    testament_read: Float[Array, "*t"]  # 1: read out at the next congress
    ban_barred: Float[Array, "*t"]  # 1: no ban on factions
    places: Float[Array, "*t bodies kinds"]  # candidates and full members a body has
    office_open: Bool[Array, "*t offices"]
    available: Bool[Array, "*t persons"]
    forced_seats: Int[Array, "*t bodies persons"]
    forced_holder: Int[Array, "*t offices"]
    forced_status: Int[Array, "*t persons"]
    forced_opposing: Int[Array, "*t persons"]
    forced_ruling: Int[Array, "*t persons"]
    forced_dead: Int[Array, "*t persons"]  # 0 spares from a natural death, 1 is one


VACATED = -2


class PowerEndowment(eqx.Module):
    """Fixed facts at the start of a run of the party's top."""

    person_ids: Array  # uint32 [P, 2]
    office_ids: Array  # uint32 [O, 2]
    seat_ids: Array  # uint32 [B, P, 2]
    pair_ids: Array  # uint32 [P, P, 2]
    age: Float[Array, "persons"]  # years at the start
    named: Bool[Array, "persons"]  # False for the anonymous reserve
    founder: Int[Array, ""]  # person
    ties: Float[Array, "persons persons"]  # -1..1, from dated facts
    office_weight: Float[Array, "offices"]  # 0..1
    office_region: Int[Array, "offices"]  # party region or NOBODY
    filled_by_office: Bool[Array, "offices"]  # by the appointments office; the rest by the rulers
    delegates: Float[Array, "regions_of_party"]  # share of a congress
    urban: Float[Array, "regions_of_party"]  # share of its people in towns
    appointments: Int[Array, ""]  # the office that fills posts
    exposed: Int[Array, ""]  # the office whose holder a given murder takes
    police: Int[Array, ""]  # the office of the police, or NOBODY
    army: Int[Array, ""]  # of the army, or NOBODY
    officers: Float[Array, "ranks"]  # at their posts, highest rank first
    body_weight: Float[Array, "bodies"]  # what a full seat adds to standing
    candidate_weight: Float[Array, "bodies"]
    committee: int = eqx.field(static=True)  # number of the Central Committee among the bodies
    inner: int = eqx.field(static=True)  # of the Politburo
    secretariat: int = eqx.field(static=True)
    market: int = eqx.field(static=True)  # issue of the peasant market
    regime: int = eqx.field(static=True)  # issue of discipline in the party
