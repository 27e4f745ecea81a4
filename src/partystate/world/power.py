"""The party at its top: persons, the posts they hold, whom they trust and follow, and who rules.

Shapes: P persons, O offices, B bodies, I issues, G party regions. Private persons never appear:
only office-holders of the public record and an anonymous reserve."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Bool, Float, Int

from partystate.world.keep import KEPT, KEPT_SINGLE, KEPT_SMALL

NOBODY = -1  # index of a vacancy
VACATED = -2  # a holder forced out, with nobody in his place
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
    alive: Bool[Array, "persons"] = eqx.field(metadata=KEPT)
    capital: Float[Array, "persons"]  # standing earned in the past, 0..10
    standing: Float[Array, "persons"] = eqx.field(
        metadata=KEPT_SINGLE
    )  # 0..10, with what present posts add
    belief: Float[Array, "persons issues"]  # -1..1
    position: Float[Array, "persons issues"]  # -1..1, as said aloud
    trust: Float[Array, "persons persons"]  # -1..1, of the row in the column
    skill: Float[Array, "persons"]  # 0..1, organising
    caution: Float[Array, "persons"]  # 0..1
    ruthlessness: Float[Array, "persons"]  # 0..1
    commitment: Float[Array, "persons"]  # 0..1, how firmly a belief is held
    compromised: Float[Array, "persons"]  # 0..1, what a file could hold against a person
    # membership
    status: Int[Array, "persons"] = eqx.field(metadata=KEPT_SMALL)  # MEMBER .. BANISHED
    opposing: Bool[Array, "persons"] = eqx.field(metadata=KEPT)  # in open opposition
    ever_opposed: Bool[Array, "persons"] = eqx.field(metadata=KEPT)
    recanted: Bool[Array, "persons"] = eqx.field(metadata=KEPT)  # has signed a submission
    yielded: Bool[Array, "persons"] = eqx.field(
        metadata=KEPT
    )  # submitted under compromising material this month
    steps: Int[Array, "persons"]  # steps of discipline suffered
    months_out: Int[Array, "persons"]  # months since expulsion
    # posts
    seats: Int[Array, "bodies persons"] = eqx.field(metadata=KEPT_SMALL)  # NO_SEAT, CANDIDATE, FULL
    holder: Int[Array, "offices"] = eqx.field(metadata=KEPT_SMALL)  # person or NOBODY
    sponsor: Int[Array, "persons"] = eqx.field(metadata=KEPT_SMALL)  # who last gave a post
    # followings
    own: Float[Array, "persons"]  # share of power held in person
    patron: Int[Array, "persons"]
    principal: Int[Array, "persons"] = eqx.field(
        metadata=KEPT_SMALL
    )  # the patron's patron, to the last
    bloc: Float[Array, "persons"] = eqx.field(
        metadata=KEPT_SINGLE
    )  # share of power of those whose principal one is
    outlook: Float[Array, "persons"]  # the same, as it is expected to become
    committee_bloc: Float[Array, "persons"]  # share of the committee they make up
    # share of an organisation's posts held by the men of each
    apparatus: Float[Array, "regions_of_party persons"]
    # rule
    presence: Float[Array, ""] = eqx.field(metadata=KEPT_SINGLE)  # the founder's, 0..1
    ruling: Bool[Array, "persons"] = eqx.field(metadata=KEPT)
    leader: Int[Array, ""] = eqx.field(metadata=KEPT_SMALL)  # person or NOBODY
    leading_months: Int[Array, ""]  # months the strongest of the rulers has been the same
    strongest: Int[Array, ""] = eqx.field(metadata=KEPT_SMALL)  # of the rulers, this month
    line: Float[Array, "issues"] = eqx.field(metadata=KEPT_SINGLE)
    faction_ban: Bool[Array, ""] = eqx.field(metadata=KEPT)
    testament: Int[Array, ""] = eqx.field(metadata=KEPT_SMALL)  # UNWRITTEN .. READ
    subject: Int[Array, ""] = eqx.field(metadata=KEPT_SMALL)  # whom it would remove, or NOBODY
    motion: Int[Array, "persons"] = eqx.field(
        metadata=KEPT_SMALL
    )  # step asked against a person this month
    vote_for: Float[Array, "persons"] = eqx.field(
        metadata=KEPT_SINGLE
    )  # share of the committee for the motion, where one was put
    beaten: Bool[Array, "persons"]  # a motion against him passed this month
    division: Float[Array, ""] = eqx.field(
        metadata=KEPT_SINGLE
    )  # share for the rulers in a division on the line; -1 where none
    # share for removing the holder of the appointments office; -1 where none
    challenge: Float[Array, ""] = eqx.field(metadata=KEPT_SINGLE)
    delegates: Float[Array, "regions_of_party"]  # share of a congress
    # townspeople known in the first month in which they were
    townspeople: Float[Array, "regions_of_party"]
    # terror at the top
    # share of a region's posts whose patron has fallen, remembered
    bereft: Float[Array, "regions_of_party"]
    names: Float[Array, ""]  # named in confessions, remembered
    threat: Float[Array, ""] = eqx.field(metadata=KEPT_SINGLE)  # what the leader fears at the top
    established: Float[Array, ""] = eqx.field(
        metadata=KEPT_SINGLE
    )  # 0..1, how far a leader is established
    wanted: Float[Array, ""] = eqx.field(
        metadata=KEPT_SINGLE
    )  # intensity the leader wants, a month
    # months left of an order to purge the top
    order: Float[Array, ""] = eqx.field(metadata=KEPT_SINGLE)
    # of terror at the top, arrests a month of a person of no special suspicion
    intensity: Float[Array, ""] = eqx.field(metadata=KEPT_SINGLE)
    disruption: Float[Array, ""] = eqx.field(
        metadata=KEPT_SINGLE
    )  # share of the committee taken and not yet replaced
    simplified: Bool[Array, ""] = eqx.field(metadata=KEPT)  # procedure
    blamed: Bool[Array, "persons"] = eqx.field(metadata=KEPT)  # for a murder
    accused: Bool[Array, "persons"] = eqx.field(metadata=KEPT)
    custody: Int[Array, "persons"] = eqx.field(metadata=KEPT_SMALL)  # FREE, DETAINED, IMPRISONED
    term: Int[Array, "persons"]  # months left of a sentence
    confessed: Bool[Array, "persons"] = eqx.field(metadata=KEPT)
    confessing: Float[Array, ""]  # confessions of the month
    tied: Float[Array, "persons"]  # 0..2, to those taken
    arrested: Bool[Array, "persons"] = eqx.field(metadata=KEPT)  # in this month
    executed: Bool[Array, "persons"] = eqx.field(metadata=KEPT)  # shot, in this month or before
    killed_abroad: Bool[Array, "persons"] = eqx.field(metadata=KEPT)  # in this month or before
    disgraced: Bool[Array, "persons"] = eqx.field(
        metadata=KEPT
    )  # has been dropped as chief of the police
    chief_left: Int[Array, ""] = eqx.field(
        metadata=KEPT_SMALL
    )  # in this month: STAYS, BEHIND, BLAMED
    braking: Bool[Array, ""] = eqx.field(metadata=KEPT)  # terror is called off
    officers_arrested: Float[Array, "ranks"] = eqx.field(metadata=KEPT_SINGLE)  # in this month
    officers_left: Float[Array, "ranks"] = eqx.field(
        metadata=KEPT_SINGLE
    )  # arrested or discharged in this month
    experience: Float[Array, "ranks"] = eqx.field(
        metadata=KEPT_SINGLE
    )  # of officers, 1 = as before
    networks: Float[Array, ""] = eqx.field(metadata=KEPT_SINGLE)  # countries with a working network
    conformity: Float[Array, ""] = eqx.field(metadata=KEPT_SINGLE)  # of foreign parties, 0..1
