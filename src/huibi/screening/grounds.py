"""Every ground beside the function that looks for it: the list reads like the policy, in its order."""

from collections.abc import Mapping

from huibi.model.ties import TieKind
from huibi.screening import declared, duties, history, identities, interests, places, social
from huibi.screening.kin_posts import KIN, POSTS, Look

GROUNDS: Mapping[str, Look] = {
    **KIN,
    "match.possible": identities.match_possible,
    **POSTS,
    "duty.oversees": duties.duty_oversees,
    "duty.system": duties.duty_system,
    "place.origin": places.place_origin,
    "place.county": places.place_county,
    "interest.own": interests.interest_own,
    "interest.kin": interests.interest_kin,
    "tie.secretary": social.stated(TieKind.SECRETARY),
    "tie.business": social.stated(TieKind.BUSINESS),
    "tie.dispute": social.stated(TieKind.DISPUTE),
    "tie.friend": social.stated(TieKind.FRIEND),
    "tie.mentor": social.stated(TieKind.MENTOR),
    "tie.classmate": social.tie_classmate,
    "tie.comrade": social.tie_comrade,
    "tie.townsman": social.stated(TieKind.TOWNSMAN),
    "history.same_unit": history.history_same_unit,
    "declared": declared.declared,
    "ruled": declared.ruled,
}
