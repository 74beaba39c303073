"""Every ground beside the function that looks for it: the list reads like the policy, in its order."""

from collections.abc import Callable, Iterable, Mapping

from huibi.model.ties import TieKind
from huibi.screening import declared, duties, history, identities, interests, kin, places, posts, social
from huibi.screening.colleagues import post_superior
from huibi.screening.notice import Notice
from huibi.screening.view import View

GROUNDS: Mapping[str, Callable[[View, str], Iterable[Notice]]] = {
    "kin.body": kin.kin_body,
    "kin.staff": kin.kin_staff,
    "kin.above": kin.kin_above,
    "kin.former": kin.kin_former,
    "kin.other": kin.kin_other,
    "match.possible": identities.match_possible,
    "post.current": posts.post_current,
    "post.above": posts.post_above,
    "post.former": posts.post_former,
    "post.led": posts.post_led,
    "post.long": posts.post_long,
    "post.superior": post_superior,
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
